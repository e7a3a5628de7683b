import { writeSpan } from './encode-span.ts'
import {
  type Resource,
  type ResourceSpans,
  type Scope,
  type ScopeSpans,
  type TraceData,
} from './model.ts'
import { ProtobufWriter } from './protobuf-writer.ts'
import { writeAttributes } from './write-attributes.ts'

/**
 * The bytes of OTLP's `ExportTraceServiceRequest`, which is the same as `TracesData`.
 *
 * Two requests joined end to end are one request with the spans of both.
 */
export function encodeTraces(data: TraceData): Uint8Array<ArrayBuffer> {
  const writer = new ProtobufWriter(Math.min(BYTES_PER_SPAN * countSpans(data), MAX_BYTES))
  for (const resourceSpans of data.resourceSpans) {
    writer.message(1, writeResourceSpans, resourceSpans)
  }
  return writer.finish()
}

// What spans take as a rule: what a buffer that is full holds is copied to a larger one.
const BYTES_PER_SPAN = 768
const MAX_BYTES = 256 * 1024

function countSpans({ resourceSpans }: TraceData): number {
  let count = 0
  for (const { scopeSpans } of resourceSpans) {
    for (const { spans } of scopeSpans) count += spans.length
  }
  return count
}

/** Writes the fields of OTLP's `Resource` message. */
export function writeResource(writer: ProtobufWriter, resource: Resource): void {
  writeAttributes(writer, 1, resource.attributes)
}

/** Writes the fields of OTLP's `InstrumentationScope` message. */
export function writeScope(writer: ProtobufWriter, scope: Scope): void {
  if (scope.name !== '') writer.string(1, scope.name)
  if (scope.version) writer.string(2, scope.version)
  if (scope.attributes) writeAttributes(writer, 3, scope.attributes)
}

function writeResourceSpans(writer: ProtobufWriter, data: ResourceSpans): void {
  writer.message(1, writeResource, data.resource)
  for (const scopeSpans of data.scopeSpans) writer.message(2, writeScopeSpans, scopeSpans)
  if (data.schemaUrl) writer.string(3, data.schemaUrl)
}

function writeScopeSpans(writer: ProtobufWriter, data: ScopeSpans): void {
  writer.message(1, writeScope, data.scope)
  for (const span of data.spans) writer.message(2, writeSpan, span)
  if (data.schemaUrl) writer.string(3, data.schemaUrl)
}
