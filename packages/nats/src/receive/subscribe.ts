import type { Msg, NatsConnection, Subscription, SubscriptionOptions } from '@nats-io/nats-core'
import { context, ROOT_CONTEXT } from '@opentelemetry/api'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { ownSubscriptions, type Deliver } from '../connection/own-subscriptions.ts'
import { isInbox, isSystemSubject } from '../names/own-subjects.ts'
import { isTracingSuppressed } from '../connection/without-tracing.ts'
import { consumeWith, traceIteration } from './consume.ts'
import { contextOf } from './context-of.ts'
import { subscriptionSource, type Source } from './source.ts'

/** Wraps `subscribe`, of callbacks and of iterators. */
export function tracedSubscribe(
  instrumentation: Instrumentation,
  subscribe: NatsConnection['subscribe'],
): NatsConnection['subscribe'] {
  return (subject: string, options?: SubscriptionOptions): Subscription => {
    const deliver = ownSubscriptions()
    if (deliver) return subscribe(subject, deliveredBy(deliver, options))

    if (isTracingSuppressed(context.active())) return subscribe(subject, options)

    const source = sourceOf(instrumentation, subject, options?.queue)
    const callback = options?.callback
    if (callback) {
      // One for all messages.
      const handler = (message: Msg): unknown => callback(null, message)
      return subscribe(subject, {
        ...options,
        // nats.js calls in the context of connect(), which has nothing to do with the message.
        callback(error, message) {
          if (error) void context.with(ROOT_CONTEXT, callback, undefined, error, message)
          else if (source) consumeWith(instrumentation, source, message, handler)
          else context.with(contextOf(message), handler, undefined, message)
        },
      })
    }
    const subscription = subscribe(subject, options)
    if (!source) return subscription
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
