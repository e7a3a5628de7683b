import type { Attributes } from '@opentelemetry/api'
import { instrumentationOf, type Instrumentation } from '../connection/instrumentation.ts'
import { ATTRIBUTE } from '../names/attributes.ts'
import type { MessageWithHeaders } from '../propagation/extract-w3c.ts'

/** The little of a key-value store of nats.js that tracing needs; some of it is not in its type. */
export interface Store {
  readonly bucket: string
  readonly js?: { readonly nc?: unknown }
}

/** A value as a store gives it: read by `get`, or as it comes in a `watch`. */
export interface Entry {
  readonly revision: number
  readonly operation: string
  readonly sm?: StoredMessage
}

/** The message that holds a value: of the API of streams, or of a consumer. */
interface StoredMessage extends MessageWithHeaders {
  readonly subject: string
  readonly reply?: string
  readonly header?: MessageWithHeaders['headers']
}

/** What is known of the connection of a store; nothing if it is not instrumented. */
export function instrumentationOfStore({ js }: Store): Instrumentation | undefined {
  return instrumentationOf(js?.nc)
}

/** What spans say of a value. */
export function entryAttributes({ revision, operation }: Entry): Attributes {
  return { [ATTRIBUTE.kvRevision]: revision, [ATTRIBUTE.kvOperation]: operation }
}
