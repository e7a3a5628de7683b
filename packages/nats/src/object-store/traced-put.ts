import type { Attributes } from '@opentelemetry/api'
import { watched } from '../connection/watched.ts'
import { endSend, failSend } from '../send/end-send.ts'
import type { Send } from '../send/send.ts'
import { startSend } from '../send/start-send.ts'
import { withinSend } from '../send/within-send.ts'
import {
  instrumentationOfStore,
  objectAttributes,
  storeAttributes,
  subjectOfObject,
  type ObjectInfo,
  type Store,
} from './store.ts'

type Put = (this: unknown, meta: Meta, ...rest: unknown[]) => Promise<ObjectInfo>

interface Meta {
  readonly name?: string
}

/**
 * Wraps a store's `put`: one span for an object, however many chunks it has. The chunks carry no
 * context; the message that holds what is known of the object carries that of the span.
 */
export function tracedPut(put: Put): Put {
  return function (meta, ...rest) {
    const object = meta?.name
    return storing(this, { operation: 'put', object, describe: objectAttributes }, () =>
      put.call(this, meta, ...rest),
    )
  }
}

type Delete = (this: unknown, name: string) => Promise<unknown>

/** Wraps a store's `delete`, which is another message in the place of the object's. */
export function tracedDelete(remove: Delete): Delete {
  return function (name) {
    return storing(this, { operation: 'delete', object: name, describe: () => ({}) }, () =>
      remove.call(this, name),
    )
  }
}

interface Storing<T> {
  readonly operation: string
  readonly object: string | undefined
  readonly describe: (result: T) => Attributes
}

function storing<T>(
  target: unknown,
  { operation, object, describe }: Storing<T>,
  work: () => Promise<T>,
): Promise<T> {
  let send: Send | undefined
  try {
    send = startStoring(target as Store, operation, object)
  } catch (error) {
    return Promise.reject(error)
  }
  if (!send) return work()

  const open = send
  return watched(
    withinSend(open, work),
    (value) => endSend(open, describe(value)),
    (error) => failSend(open, error),
  )
}

function startStoring(
  store: Store,
  operation: string,
  object: string | undefined,
): Send | undefined {
  const instrumentation = instrumentationOfStore(store)
  if (!instrumentation) return undefined
  return startSend(instrumentation, {
    operation,
    subject: subjectOfObject(store, object),
    payload: undefined,
    headers: undefined,
    attributes: storeAttributes(store),
  })
}
