import { setTimeout as delay } from 'node:timers/promises'
import { context, propagation, trace, type Tracer } from '@opentelemetry/api'
import type {
  CommandHandler,
  EventHandler,
  HandlerContext,
  Handlers,
} from '@hopscope/nats/transport'
import type { HandlerView } from '../observed/observed.ts'

/** The handlers of the application that was recorded, written for ours. */
export interface Application {
  readonly events: Handlers<EventHandler>
  readonly broadcasts: Handlers<EventHandler>
  readonly ordered: Handlers<EventHandler>
  readonly commands: Handlers<CommandHandler>
}

/** What a handler was given, with the whole id of the trace that was active. */
export interface Call extends Omit<HandlerView, 'trace'> {
  readonly traceId: string
}

/** @param note - told of what handlers are given, but for those that were not noted in the recordings */
export function application(note: (call: Call) => void, tracer: Tracer): Application {
  const noted =
    (work: EventHandler): EventHandler =>
    (data, message) => {
      note(toCall(data, message))
      return work(data, message)
    }

  return {
    events: {
      'a.b': noted(() => tracer.startSpan('inside-handler').end()),
      'orders.created': noted(() => {}),
      'orders.flaky': noted((_, { deliveryCount }) => {
        if (deliveryCount < 3) throw new Error('the warehouse is busy')
      }),
      'orders.retry': noted((_, message) => {
        if (message.deliveryCount === 1) message.retry({ delayMs: 300 })
      }),
      'orders.terminate': noted((_, message) => message.terminate('order cancelled')),
      'orders.doomed': noted(throwing(new Error('the warehouse burned down'))),
      'orders.doomed-business': noted(throwing({ code: 'OUT_OF_STOCK', message: 'none left' })),
      'orders.doomed-newline': noted(throwing({ message: 'first line\nsecond line' })),
    },
    broadcasts: { 'config.updated': noted(() => {}) },
    ordered: { 'orders.status': noted(() => {}) },
    commands: {
      'get.order': noted((data) => ({ id: (data as { id?: number } | undefined)?.id, ok: true })),
      'get.void': noted(() => {}),
      'get.slow': noted(async () => {
        await delay(50)
        return 'late'
      }),
      charge: noted((data) => ({ charged: (data as { amount: number }).amount })),
      'charge.async': noted(async (data) => {
        await delay(1)
        return { charged: (data as { amount: number }).amount }
      }),
      'charge.void': noted(() => {}),
      hang: async (_, { signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      },
      r: (data) => data,
      'fail.rpcobj': throwing({ code: 'NOT_FOUND', message: 'Order not found' }),
      'fail.error': throwing(new Error('the password of the database is wrong')),
      'fail.object': throwing({ custom: 'an object' }),
      'fail.http': throwing(Object.assign(new Error("I'm a teapot"), { status: 418 })),
      'fail.string': throwing('a string'),
    },
  }
}

function throwing(error: unknown): () => never {
  return () => {
    throw error
  }
}

function toCall(data: unknown, { subject, callerName, deliveryCount }: HandlerContext): Call {
  const active = trace.getActiveSpan()?.spanContext()
  const baggage = propagation.getBaggage(context.active())?.getAllEntries()
  return {
    subject,
    data: data === undefined ? '(empty)' : data,
    callerName,
    deliveryCount,
    traceId: active?.traceId ?? '',
    isSampled: ((active?.traceFlags ?? 0) & 1) === 1,
    baggage: baggage?.map(([key, { value }]) => [key, value] as const) ?? null,
  }
}
