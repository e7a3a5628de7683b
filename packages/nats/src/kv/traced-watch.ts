import { ATTRIBUTE } from '../names/attributes.ts'
import { rememberDelivered } from '../connection/delivered-messages.ts'
import { watched } from '../connection/watched.ts'
import { traceIterationBy } from '../receive/consume.ts'
import { subscriptionSource } from '../receive/source.ts'
import { startProcess } from '../receive/start-process.ts'
import { withoutTracing } from '../connection/without-tracing.ts'
import { entryAttributes, instrumentationOfStore, type Entry, type Store } from './store.ts'

type Watch = (this: unknown, ...options: unknown[]) => Promise<AsyncIterable<Entry>>

/**
 * Wraps a store's `watch` or `history`: each value is handled in a span of its own, that is linked to
 * the one that put it and never below, for it may have been put long ago.
 */
export function tracedWatch(watch: Watch): Watch {
  return function (...options) {
    const store = this as Store
    const instrumentation = instrumentationOfStore(store)
    if (!instrumentation) return watch.apply(this, options)

    // nats.js watches with a consumer of its own, whose callback is not the application's.
    const watching = withoutTracing(() => watch.apply(this, options))
    const source = sourceOf(store)
    return watched(watching, (entries) =>
      instrumentation.observe(() =>
        traceIterationBy(entries, (entry, ambient) => {
          if (!entry.sm) return undefined
          const process = startProcess(instrumentation, {
            message: entry.sm,
            source,
            ambient,
            isStored: true,
            attributes: { [ATTRIBUTE.kvBucket]: store.bucket, ...entryAttributes(entry) },
          })
          if (process) rememberDelivered(entry, { instrumentation, context: process.context })
          return process
        }),
      ),
    )
  }
}

/** Wraps a store's `keys`, for which nats.js reads all values with a consumer of its own. */
export function tracedKeys(keys: Keys): Keys {
  return function (...options) {
    if (!instrumentationOfStore(this as Store)) return keys.apply(this, options)
    return withoutTracing(() => keys.apply(this, options))
  }
}

type Keys = (this: unknown, ...options: unknown[]) => Promise<unknown>

function sourceOf({ bucket }: Store) {
  const source = subscriptionSource(`$KV.${bucket}.>`, undefined)
  return { ...source, subject: { ...source.subject, display: bucket } }
}
