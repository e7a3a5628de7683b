import type { ConsumerInfo, JsMsg } from '@nats-io/jetstream'
import { context } from '@opentelemetry/api'
import type { ReceivedMessage } from '../connection/hooks.ts'
import { instrumentationOf, type Instrumentation } from '../connection/instrumentation.ts'
import { withOwnSubscriptions } from '../connection/own-subscriptions.ts'
import { watched } from '../connection/watched.ts'
import type { Process } from '../receive/process-span.ts'
import type { Source } from '../receive/source.ts'
import { startProcess } from '../receive/start-process.ts'
import { isTracingSuppressed } from '../connection/without-tracing.ts'
import { sourceOf, type Consumer } from './consumer-source.ts'
import { keepOpen, type Kept } from './keep-open.ts'
import { startReceive } from './start-receive.ts'

type Next = (this: unknown, ...options: unknown[]) => Promise<JsMsg | null>

/**
 * Wraps a consumer's `next`, whose message is handled outside of any loop or callback.
 *
 * Its span ends when the message is settled, and no later than the server would deliver it again. Of
 * a consumer whose messages are not acknowledged one by one, it ends with the next call.
 */
export function tracedNext(next: Next): Next {
  return function (...options) {
    const consumer = this as Consumer
    const instrumentation = instrumentationOf(consumer.api?.nc)
    if (!instrumentation || isTracingSuppressed(context.active())) {
      return next.apply(this, options)
    }

    last.get(consumer)?.end()
    const source = sourceOf(instrumentation, consumer)
    const receive = startReceive(instrumentation, 'next', source)
    return watched(
      withOwnSubscriptions(() => next.apply(this, options)),
      (message) => {
        if (message) {
          receive?.received(message)
          instrumentation.observe(() => open(instrumentation, { consumer, source, message }))
        }
        receive?.end()
      },
      (error) => receive?.end(error),
    )
  }
}

/** The last message of each consumer whose messages are not settled one by one. */
const last = new WeakMap<Consumer, Kept>()

/** A message that `next` brought. */
interface Brought {
  readonly consumer: Consumer
  readonly source: Source | undefined
  readonly message: JsMsg
}

function open(instrumentation: Instrumentation, { consumer, source, message }: Brought): void {
  const process = startProcess(instrumentation, { message, source })
  if (!process) return

  const config = consumer._info?.config
  const kept = keepOpen(instrumentation, process, maxOpenMs(config, message.info.deliveryCount))
  if (config?.ack_policy === 'explicit') endWhenSettled(instrumentation, message, process, kept)
  else last.set(consumer, kept)
}

function endWhenSettled(
  { unsettled }: Instrumentation,
  { reply }: ReceivedMessage,
  process: Process,
  kept: Kept,
): void {
  if (!reply) return
  unsettled.add(reply, {
    context: process.context,
    fail: (errorType) => process.fail(errorType),
    settled: () => kept.end(),
    extended: () => kept.extend(),
  })
}

// After that the server delivers it again, and it is another message.
function maxOpenMs(config: ConsumerInfo['config'] | undefined, deliveryCount: number): number {
  const backoff = config?.backoff ?? []
  const ackWaitNanos = backoff[Math.min(deliveryCount, backoff.length) - 1] ?? config?.ack_wait ?? 0
  return ackWaitNanos > 0 ? Math.min(ackWaitNanos / 1e6, MAX_TIMER_MS) : DEFAULT_ACK_WAIT_MS
}

const DEFAULT_ACK_WAIT_MS = 30_000
const MAX_TIMER_MS = 2 ** 31 - 1
