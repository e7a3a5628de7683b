import type { Attributes } from '@opentelemetry/api'
import { instrumentationOf, type Instrumentation } from '../connection/instrumentation.ts'
import { ATTRIBUTE } from '../names/attributes.ts'
import type { MessageWithHeaders } from '../propagation/extract-w3c.ts'

/** The little of an object store of nats.js that tracing needs; some of it is not in its type. */
export interface Store {
  /** The bucket. */
  readonly name: string
  readonly js?: { readonly nc?: unknown }
  readonly jsm?: { readonly streams?: StreamApi }
  readonly _metaSubject?: (name: string) => string
}

/** What reads the message that holds what is known of an object. */
export interface StreamApi {
  getMessage?: (...query: unknown[]) => Promise<{ readonly header?: Headers } | null>
}

type Headers = MessageWithHeaders['headers']

/** What is known of an object. */
export interface ObjectInfo {
  readonly chunks: number
}

/** What is known of the connection of a store; nothing if it is not instrumented. */
export function instrumentationOfStore({ js }: Store): Instrumentation | undefined {
  return instrumentationOf(js?.nc)
}

/** The subject at which a store keeps what is known of an object. */
export function subjectOfObject(store: Store, name: string | undefined): string {
  // nats.js refuses an object without a name.
  return (name && store._metaSubject?.(name)) || `$O.${store.name}.M.none`
}

/** What spans say of any operation of a store. */
export function storeAttributes({ name }: Store): Attributes {
  return { [ATTRIBUTE.objectBucket]: name }
}

/** What spans say of an object that was put or got. */
export function objectAttributes({ chunks }: ObjectInfo): Attributes {
  return { [ATTRIBUTE.objectChunks]: chunks }
}
