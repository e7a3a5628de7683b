import { rememberDelivered } from '../connection/delivered-messages.ts'
import { watched } from '../connection/watched.ts'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { ATTRIBUTE } from '../names/attributes.ts'
import { startRead, type Read } from '../receive/read.ts'
import { entryAttributes, instrumentationOfStore, type Entry, type Store } from './store.ts'

type Get = (this: unknown, key: string, ...options: unknown[]) => Promise<Entry | null>

/**
 * Wraps a store's `get`: a span that is linked to the one that put the value.
 *
 * The context of an entry is that of the span that put it.
 */
export function tracedGet(get: Get): Get {
  return function (key, ...options) {
    const store = this as Store
    const instrumentation = instrumentationOfStore(store)
    const read = startRead(instrumentation, {
      subject: `$KV.${store.bucket}.${key}`,
      attributes: { [ATTRIBUTE.kvBucket]: store.bucket },
    })
    const entry = get.call(this, key, ...options)
    if (!instrumentation || !read) return entry
    return watched(
      entry,
      (found) => endRead(instrumentation, read, found),
      (error) => read.fail(error),
    )
  }
}

function endRead(instrumentation: Instrumentation, read: Read, entry: Entry | null): void {
  if (!entry) return read.end()
  instrumentation.observe(() => {
    const stored = { headers: entry.sm?.header }
    read.linkTo(stored)
    const { context } = instrumentation.propagation.extract(stored)
    rememberDelivered(entry, { instrumentation, context })
  })
  read.end(entryAttributes(entry))
}
