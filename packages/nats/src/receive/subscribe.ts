import type { NatsConnection, Subscription, SubscriptionOptions } from '@nats-io/nats-core'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { ownSubscriptions, type Deliver } from '../connection/own-subscriptions.ts'
import { isInbox, isSystemSubject } from '../names/own-subjects.ts'
import { consumeWith, traceIteration } from './consume.ts'
import { subscriptionSource, type Source } from './source.ts'

/** Wraps `subscribe`, of callbacks and of iterators. */
export function tracedSubscribe(
  instrumentation: Instrumentation,
  subscribe: NatsConnection['subscribe'],
): NatsConnection['subscribe'] {
  return (subject: string, options?: SubscriptionOptions): Subscription => {
    const deliver = ownSubscriptions()
    if (deliver) return subscribe(subject, deliveredBy(deliver, options))

    const source = sourceOf(instrumentation, subject, options?.queue)
    if (!source) return subscribe(subject, options)

    const callback = options?.callback
    if (callback) {
      return subscribe(subject, {
        ...options,
        callback: (error, message) =>
          error
            ? callback(error, message)
            : consumeWith(instrumentation, source, message, () => callback(error, message)),
      })
    }
    const subscription = subscribe(subject, options)
    traceIteration(instrumentation, source, subscription)
    return subscription
  }
}

function deliveredBy(
  deliver: Deliver,
  options: SubscriptionOptions | undefined,
): SubscriptionOptions | undefined {
  const callback = options?.callback
  if (!callback) return options
  return {
    ...options,
    callback: (error, message) =>
      error ? callback(error, message) : deliver(message, () => callback(error, message)),
  }
}

// Replies belong to the request that waits for them; consumers of streams are traced as such. What
// is filtered is the subject of each message, which says more than one with wildcards.
function sourceOf(
  { inboxPrefix, failed }: Instrumentation,
  subject: string,
  queue: string | undefined,
): Source | undefined {
  try {
    if (isInbox(subject, inboxPrefix) || isSystemSubject(subject)) return undefined
    return subscriptionSource(subject, queue)
  } catch (error) {
    failed(error)
    return undefined
  }
}
