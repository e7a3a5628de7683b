import '@hopscope/observe/node'
import {
  createClient,
  startService,
  type ClientOptions,
  type HandlerContext,
  type Handlers,
  type EventHandler,
  type ServiceOptions,
  type TransportClient,
} from '@hopscope/nats/transport'
import type { RecordedSpanData } from '@hopscope/observe/testing'
import {
  context,
  createTraceState,
  propagation,
  ROOT_CONTEXT,
  trace,
  TraceFlags,
  type Context,
} from '@opentelemetry/api'
import { onTestFinished } from 'vitest'
import { openBench, type Bench } from '../src/bench.ts'
import { parseSubject } from '../src/recorded/subjects.ts'
import type { Frame } from '../src/wire/frame.ts'

/** The trace of {@link UPSTREAM} and {@link UNSAMPLED}. */
export const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'

/** A sampled span of somebody else, with tracestate and baggage. */
export const UPSTREAM: Context = propagation.setBaggage(
  upstream(TraceFlags.SAMPLED),
  propagation.createBaggage({ tenant: { value: 'acme' } }),
)

/** A span of somebody else that is not sampled. */
export const UNSAMPLED: Context = upstream(TraceFlags.NONE)

/** What a handler was given. */
export interface Seen {
  readonly data: unknown
  readonly callerName: string
  readonly deliveryCount: number
  readonly traceState: string | undefined
  readonly tenant: string | undefined
}

/** A bench until the end of the test. */
export async function openedBench(...options: Parameters<typeof openBench>): Promise<Bench> {
  const bench = await openBench(...options)
  onTestFinished(() => bench[Symbol.asyncDispose]())
  return bench
}

/** Starts a service `n`, and gives what its handlers are given as it comes. */
export async function serve(
  { connection, telemetry }: Bench,
  options: Partial<ServiceOptions>,
): Promise<readonly Seen[]> {
  const seen: Seen[] = []
  const noted = (handlers: Handlers<EventHandler> = {}): Handlers<EventHandler> =>
    Object.fromEntries(
      Object.entries(handlers).map(([pattern, handler]) => [
        pattern,
        (data: unknown, message: HandlerContext) => {
          seen.push(toSeen(data, message))
          return handler(data, message)
        },
      ]),
    )
  const service = await startService(connection, {
    name: 'n',
    tracing: { telemetry, lost: 'off' },
    ...options,
    streams: { event: { allow_msg_ttl: true, allow_msg_schedules: true }, ...options.streams },
    events: noted(options.events),
    broadcasts: noted(options.broadcasts),
    ordered: noted(options.ordered),
    commands: noted(options.commands),
  })
  onTestFinished(() => service.stop({ timeoutMs: 0 }))
  return seen
}

/** A client `o` of the service `n`. */
export function clientOf(
  { connection, telemetry }: Bench,
  options: Partial<ClientOptions> = {},
): TransportClient {
  const client = createClient(connection, {
    name: 'o',
    target: 'n',
    tracing: { telemetry, lost: 'off' },
    ...options,
  })
  onTestFinished(() => client.close())
  return client
}

/** What ours wrote to destinations of a kind. */
export function sentTo(
  { tap }: Bench,
  kind: 'event' | 'broadcast' | 'ordered' | 'rpc',
): readonly Frame[] {
  return tap.sent.frames.filter(({ subject }) => parseSubject(subject)?.kind === kind)
}

/** The span that sent, if there is one alone. */
export function producer({ telemetry }: Bench): RecordedSpanData {
  const [span] = telemetry.spans.filter(({ kind, name }) => kind === 'producer' && !isReply(name))
  if (!span) throw new Error('no message was sent')
  return span
}

/** The spans in which messages were handled, in the order in which they ended. */
export function consumers({ telemetry }: Bench): readonly RecordedSpanData[] {
  return telemetry.spans.filter(isConsumer)
}

export function isConsumer({ kind }: RecordedSpanData): boolean {
  return kind === 'consumer'
}

function isReply(name: string): boolean {
  return name.startsWith('reply ')
}

function toSeen(data: unknown, { callerName, deliveryCount }: HandlerContext): Seen {
  return {
    data,
    callerName,
    deliveryCount,
    traceState: trace.getActiveSpan()?.spanContext().traceState?.serialize(),
    tenant: propagation.getActiveBaggage()?.getEntry('tenant')?.value,
  }
}

function upstream(traceFlags: TraceFlags): Context {
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId: TRACE_ID,
    spanId: '00f067aa0ba902b7',
    traceFlags,
    isRemote: true,
    traceState: createTraceState('vendor=abc'),
  })
}

/** Runs `work` below a span of somebody else. */
export function below<T>(base: Context, work: () => T): T {
  return context.with(base, work)
}
