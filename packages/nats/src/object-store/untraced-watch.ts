import { withoutTracing } from '../connection/without-tracing.ts'
import { instrumentationOfStore, type Store } from './store.ts'

type Watch = (this: unknown, ...options: unknown[]) => Promise<unknown>

/**
 * Wraps a store's `watch`, which hands over what is known of each object without its message, and so
 * without a context to link to: there are no spans of it.
 */
export function untracedWatch(watch: Watch): Watch {
  return function (...options) {
    if (!instrumentationOfStore(this as Store)) return watch.apply(this, options)
    return withoutTracing(() => watch.apply(this, options))
  }
}
