import type { ConsumerInfo, ConsumerMessages, JsMsg } from '@nats-io/jetstream'
import { consumeWith, traceIteration } from '../consume.ts'
import { instrumentationOf } from '../instrumentation.ts'
import { withOwnSubscriptions } from '../own-subscription.ts'
import { consumerSource, subscriptionSource, type Source } from '../source.ts'

interface ConsumeOptions {
  readonly callback?: (message: JsMsg) => void
}

type Consume = (this: unknown, options?: ConsumeOptions) => Promise<ConsumerMessages>

/** Wraps a consumer's `consume` or `fetch`, of callbacks and of iterators. */
export function tracedConsume(consume: Consume): Consume {
  return function (options) {
    const consumer = this as Consumer
    const instrumentation = instrumentationOf(consumer.api?.nc)
    const source = instrumentation && sourceOf(consumer)
    if (!instrumentation || !source) return consume.call(this, options)

    const callback = options?.callback
    if (callback) {
      const traced: ConsumeOptions = {
        ...options,
        callback: (message) =>
          consumeWith(instrumentation, source, message, () => callback(message)),
      }
      return withOwnSubscriptions(() => consume.call(this, traced))
    }
    return withOwnSubscriptions(() => consume.call(this, options)).then((messages) => {
      traceIteration(instrumentation, source, messages)
      return messages
    })
  }
}

// What a consumer of nats.js has; it is not in its public type.
interface Consumer {
  readonly api?: { readonly nc?: unknown }
  readonly _info?: ConsumerInfo
}

function sourceOf({ _info: info }: Consumer): Source | undefined {
  if (!info) return undefined

  const { filter_subject: subject, filter_subjects: subjects, durable_name } = info.config
  // A push consumer that is only bound to knows nothing but where its messages come.
  if (!info.stream_name) {
    return subscriptionSource(info.config.deliver_subject ?? '', info.config.deliver_group)
  }
  return consumerSource({
    stream: info.stream_name,
    name: info.name,
    isDurable: durable_name !== undefined && durable_name !== '',
    filterSubjects: subjects ?? (subject ? [subject] : []),
  })
}
