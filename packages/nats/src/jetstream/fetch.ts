import type { ConsumerMessages } from '@nats-io/jetstream'
import { context } from '@opentelemetry/api'
import { instrumentationOf } from '../connection/instrumentation.ts'
import { ownSubscriptions, withOwnSubscriptions } from '../connection/own-subscriptions.ts'
import { traceIterationBy } from '../receive/consume.ts'
import { startProcess } from '../receive/start-process.ts'
import { isTracingSuppressed } from '../connection/without-tracing.ts'
import { sourceOf, type Consumer } from './consumer-source.ts'
import { startReceive, type Receive } from './start-receive.ts'

type Fetch = (this: unknown, ...options: unknown[]) => Promise<ConsumerMessages>

/**
 * Wraps a consumer's `fetch`: a span of the fetch, linked to its messages, and one of the handling of
 * each, below the span that sent it.
 */
export function tracedFetch(fetch: Fetch): Fetch {
  return function (...options) {
    const consumer = this as Consumer
    const instrumentation = instrumentationOf(consumer.api?.nc)
    const isForItself = ownSubscriptions() !== undefined || isTracingSuppressed(context.active())
    if (!instrumentation || isForItself) return fetch.apply(this, options)

    const source = sourceOf(instrumentation, consumer)
    const receive = startReceive(instrumentation, 'fetch', source)
    return withOwnSubscriptions(() => fetch.apply(this, options)).then(
      (messages) => {
        traceIterationBy(messages, (message, ambient) => {
          receive?.received(message)
          return startProcess(instrumentation, { message, source, ambient })
        })
        endWhenClosed(messages, receive)
        return messages
      },
      (error: unknown) => {
        receive?.end(error)
        throw error
      },
    )
  }
}

// It is closed when all came that were asked for, when the time is up, and when its loop is left.
function endWhenClosed(messages: ConsumerMessages, receive: Receive | undefined): void {
  if (!receive) return
  messages.closed().then(
    (error) => receive.end(error instanceof Error ? error : undefined),
    (error: unknown) => receive.end(error),
  )
}
