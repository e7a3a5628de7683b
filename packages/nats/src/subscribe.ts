import type { NatsConnection, Subscription, SubscriptionOptions } from '@nats-io/nats-core'
import { consumeWith, traceIteration } from './consume.ts'
import type { Instrumentation } from './instrumentation.ts'
import { isOwnSubscription } from './own-subscription.ts'
import { subscriptionSource } from './source.ts'
import { isInbox, isTracedSubject } from './traced-subject.ts'

/** Wraps `subscribe`, of callbacks and of iterators. */
export function tracedSubscribe(
  instrumentation: Instrumentation,
  subscribe: NatsConnection['subscribe'],
): NatsConnection['subscribe'] {
  return (subject: string, options?: SubscriptionOptions): Subscription => {
    // Replies belong to the request that waits for them; consumers of streams are traced as such.
    const isReplies = isOwnSubscription() || isInbox(subject, instrumentation.inboxPrefix)
    if (isReplies || !isTracedSubject(subject)) return subscribe(subject, options)

    const source = subscriptionSource(subject, options?.queue)
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
