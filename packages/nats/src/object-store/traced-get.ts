import { watched } from '../connection/watched.ts'
import { startRead, type Read } from '../receive/read.ts'
import {
  instrumentationOfStore,
  objectAttributes,
  storeAttributes,
  subjectOfObject,
  type ObjectInfo,
  type Store,
  type StreamApi,
} from './store.ts'

type Get = (this: unknown, name: string) => Promise<Found | null>

interface Found {
  readonly info: ObjectInfo
  /** Settles when all of the object has come, or no more is coming. */
  readonly error: Promise<Error | null>
}

/**
 * Wraps a store's `get`: one span up to the last chunk, linked to the span that put the object.
 */
export function tracedGet(get: Get): Get {
  return function (name) {
    const store = this as Store
    const read = startRead(instrumentationOfStore(store), {
      subject: subjectOfObject(store, name),
      attributes: storeAttributes(store),
    })
    if (!read) return get.call(this, name)

    return watched(
      get.call(showing(store, read), name),
      (object) => endWith(read, object),
      (error) => read.fail(error),
    )
  }
}

function endWith(read: Read, found: Found | null): void {
  if (!found) return read.end()
  found.error.then(
    (error) => (error ? read.fail(error) : read.end(objectAttributes(found.info))),
    (error: unknown) => read.fail(error),
  )
}

// The store reads the message that has the context, and hands on what is in it only; so it gets an
// API of streams that shows the message to us, in a store that is otherwise the same.
function showing(store: Store, read: Read): Store {
  const { jsm } = store
  const streams = jsm?.streams
  const getMessage = streams?.getMessage?.bind(streams)
  if (!streams || !getMessage) return store

  const shown: StreamApi = {
    async getMessage(...query) {
      const message = await getMessage(...query)
      if (message) read.linkTo({ headers: message.header })
      return message
    },
  }
  return derive(store, { jsm: derive(jsm, { streams: derive(streams, shown) }) })
}

function derive<T extends object>(base: T, own: Partial<T>): T {
  return Object.create(base, Object.getOwnPropertyDescriptors(own))
}
