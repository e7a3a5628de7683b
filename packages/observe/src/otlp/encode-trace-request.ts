import { writeResource, writeScope } from './frames/write-source.ts'
import type { Resource, Scope } from './model.ts'
import { ProtobufWriter, varintBytes } from './protobuf-writer.ts'

/** Spans that are encoded already, with who made them. */
export interface EncodedSpans {
  readonly resource: Resource
  readonly scope: Scope
  /** Each the bytes of one `Span` message, as `encodeSpan` gives them. */
  readonly spans: readonly Uint8Array[]
}

/**
 * Frames encoded spans into OTLP's `ExportTraceServiceRequest`, without decoding them.
 *
 * No spans make no bytes, which are an empty request.
 */
export function encodeTraceRequest(encoded: EncodedSpans): Uint8Array<ArrayBuffer> {
  const writer = new ProtobufWriter()
  if (encoded.spans.length === 0) return writer.finish()

  const resource = encode(writeResource, encoded.resource)
  const scope = encode(writeScope, encoded.scope)
  let scopeSpansBytes = fieldBytes(scope)
  for (const span of encoded.spans) scopeSpansBytes += fieldBytes(span)

  writer.lengthPrefix(1, fieldBytes(resource) + 1 + varintBytes(scopeSpansBytes) + scopeSpansBytes)
  writer.bytes(1, resource)
  writer.lengthPrefix(2, scopeSpansBytes)
  writer.bytes(1, scope)
  for (const span of encoded.spans) writer.bytes(2, span)
  return writer.finish()
}

// What a `bytes` field takes: field numbers up to 15 are one byte.
function fieldBytes(value: Uint8Array): number {
  return 1 + varintBytes(value.length) + value.length
}

function encode<T>(write: (writer: ProtobufWriter, value: T) => void, value: T): Uint8Array {
  const writer = new ProtobufWriter()
  write(writer, value)
  return writer.finish()
}
