import type { ConsumerMessages, JsMsg } from '@nats-io/jetstream'
import { context } from '@opentelemetry/api'
import { instrumentationOf } from '../connection/instrumentation.ts'
import { ownSubscriptions, withOwnSubscriptions } from '../connection/own-subscriptions.ts'
import { consumeWith, traceIteration } from '../receive/consume.ts'
import { isTracingSuppressed } from '../connection/without-tracing.ts'
import { sourceOf, type Consumer } from './consumer-source.ts'

interface ConsumeOptions {
  readonly callback?: (message: JsMsg) => void
}

type Consume = (this: unknown, options?: ConsumeOptions) => Promise<ConsumerMessages>

/** Wraps a consumer's `consume`, of callbacks and of iterators. */
export function tracedConsume(consume: Consume): Consume {
  return function (options) {
    const consumer = this as Consumer
    const instrumentation = instrumentationOf(consumer.api?.nc)
    if (!instrumentation || isForItself()) return consume.call(this, options)

    const source = sourceOf(instrumentation, consumer)
    const callback = options?.callback
    if (callback) {
      const traced: ConsumeOptions = {
        ...options,
        callback: (message) => consumeWith(instrumentation, source, message, callback),
      }
      return withOwnSubscriptions(() => consume.call(this, traced))
    }
    return withOwnSubscriptions(() => consume.call(this, options)).then((messages) => {
      traceIteration(instrumentation, source, messages)
      return messages
    })
  }
}

// What nats.js consumes for an operation that is traced as a whole.
function isForItself(): boolean {
  return ownSubscriptions() !== undefined || isTracingSuppressed(context.active())
}
