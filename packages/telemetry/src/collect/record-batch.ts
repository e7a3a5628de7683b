import { encodeSource } from '@hopscope/observe/otlp'
import {
  append,
  appendField,
  closeField,
  newBuffer,
  openField,
  type ByteBuffer,
  type RecordedScope,
} from '@hopscope/observe/recorder'

/**
 * Encoded records of one signal that go out in one message, by the scopes that made them.
 *
 * OTLP has the same frames for spans, logs and metrics: a resource, its scopes, and the records of
 * each scope.
 */
export class RecordBatch {
  readonly #scopes = new Map<RecordedScope, ScopeRecords>()
  #size = 0
  #bytes = 0

  /** How many records it holds. */
  get size(): number {
    return this.#size
  }

  /** How many bytes they have, without the frames of a request. */
  get bytes(): number {
    return this.#bytes
  }

  /** The buffer into which the next record of a scope is written, as the field 2 that it is in all signals. */
  bufferOf(scope: RecordedScope): ByteBuffer {
    let records = this.#scopes.get(scope)
    if (!records) {
      const encoded = encodeSource({ attributes: {} }, scope).scope
      const { schemaUrl } = scope
      records = { scope: encoded, schemaUrl, buffer: newBuffer(INITIAL_BYTES) }
      this.#scopes.set(scope, records)
    }
    return records.buffer
  }

  /** Counts a record that was written into a buffer. */
  added(bytes: number): void {
    this.#size++
    this.#bytes += bytes
  }

  /** The whole as one OTLP request; the batch is empty afterwards, and keeps its buffers. */
  take(resource: Uint8Array): Uint8Array {
    const size = this.#bytes + resource.length + FRAME_BYTES * (this.#scopes.size + 1)
    const request = newBuffer(size)
    const start = openField(request, 0x0a, LENGTH_BYTES)
    append(request, resource)
    for (const { scope, schemaUrl, buffer } of this.#scopes.values()) {
      if (buffer.at === 0) continue
      const scopeStart = openField(request, 0x12, LENGTH_BYTES)
      append(request, scope)
      append(request, buffer.bytes.subarray(0, buffer.at))
      if (schemaUrl) appendField(request, 0x1a, new TextEncoder().encode(schemaUrl))
      closeField(request, scopeStart, LENGTH_BYTES)
      buffer.at = 0
    }
    closeField(request, start, LENGTH_BYTES)
    this.#size = 0
    this.#bytes = 0
    return request.bytes.subarray(0, request.at)
  }
}

/** Of many traces, each has a batch. A buffer that is full doubles, and is kept. */
const INITIAL_BYTES = 1024
/** A tag, a length and a scope of ordinary size. */
const FRAME_BYTES = 64
/** What the lengths of most requests take; another number moves what was written. */
const LENGTH_BYTES = 3

interface ScopeRecords {
  /** The field `scope` of OTLP's `ScopeSpans`, `ScopeLogs` and `ScopeMetrics`. */
  readonly scope: Uint8Array
  readonly schemaUrl: string | undefined
  readonly buffer: ByteBuffer
}
