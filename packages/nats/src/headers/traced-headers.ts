import { MsgHdrsImpl, type Match } from '@nats-io/nats-core'
import { formatTraceparent } from '@hopscope/observe/w3c'
import type { SpanContext } from '@opentelemetry/api'
import { encodeContext } from './encode-context.ts'
import { encodeText } from './encode-text.ts'

/**
 * The headers of one message, with the context of its span; to nats.js they are like any other.
 *
 * A subclass, because nats.js asks headers for their bytes, and its own are slow to make them. What
 * JetStream sets in them later is in the bytes as well.
 */
export class TracedHeaders extends MsgHdrsImpl {
  // The context that is all there is in them, until something else is added or deleted.
  #only: SpanContext | undefined

  /** Adds a header that is not there yet; its name and values are taken as they are. */
  add(name: string, values: string[]): void {
    this.#only = undefined
    const entries: unknown = this.headers
    if (entries instanceof Map) entries.set(name, values)
    else for (const value of values) super.append(name, value)
  }

  /** Adds the `traceparent` of a valid span context. */
  addContext(spanContext: SpanContext): void {
    this.add('traceparent', [formatTraceparent(spanContext)])
    if (this.code === 0 && this.size() === 1) this.#only = spanContext
  }

  override append(name: string, value: string, match?: Match): void {
    this.#only = undefined
    super.append(name, value, match)
  }

  override delete(name: string, match?: Match): void {
    this.#only = undefined
    super.delete(name, match)
  }

  /** The header block; its bytes may be kept. */
  override encode(): Uint8Array {
    return this.#only === undefined ? encodeText(this.toString()) : encodeContext(this.#only)
  }
}
