import { setGiven, type Draft } from './draft.ts'
import {
  type Resource,
  type ResourceSpans,
  type Scope,
  type ScopeSpans,
  type SpanData,
  type TraceData,
} from './model.ts'
import { ProtobufReader } from './protobuf-reader.ts'
import { newAttributes, readAttribute } from './read-attributes.ts'
import { readSpan } from './read-span.ts'

/**
 * Reads OTLP's `ExportTraceServiceRequest` or `TracesData`; `undefined` when it is malformed.
 *
 * Malformed is also a span or a link whose ids are absent or of a wrong length, and nesting deeper
 * than 100 messages. Fields that are not known are skipped.
 */
export function decodeTraces(bytes: Uint8Array): TraceData | undefined {
  const reader = new ProtobufReader(bytes)
  const resourceSpans: ResourceSpans[] = []
  while (reader.next()) {
    if (reader.field === 1) resourceSpans.push(reader.message(readResourceSpans))
    else reader.skip()
  }
  return reader.failed ? undefined : { resourceSpans }
}

function readResourceSpans(reader: ProtobufReader): ResourceSpans {
  const scopeSpans: ScopeSpans[] = []
  const data: Draft<ResourceSpans> = { resource: { attributes: newAttributes() }, scopeSpans }
  while (reader.next()) {
    if (reader.field === 1) data.resource = reader.message(readResource)
    else if (reader.field === 2) scopeSpans.push(reader.message(readScopeSpans))
    else if (reader.field === 3) setGiven(data, 'schemaUrl', reader.string())
    else reader.skip()
  }
  return data
}

function readResource(reader: ProtobufReader): Resource {
  const attributes = newAttributes()
  while (reader.next()) {
    if (reader.field === 1) readAttribute(reader, attributes)
    else reader.skip()
  }
  return { attributes }
}

function readScopeSpans(reader: ProtobufReader): ScopeSpans {
  const spans: SpanData[] = []
  const data: Draft<ScopeSpans> = { scope: { name: '' }, spans }
  while (reader.next()) {
    if (reader.field === 1) data.scope = reader.message(readScope)
    else if (reader.field === 2) spans.push(reader.message(readSpan))
    else if (reader.field === 3) setGiven(data, 'schemaUrl', reader.string())
    else reader.skip()
  }
  return data
}

function readScope(reader: ProtobufReader): Scope {
  const attributes = newAttributes()
  const scope: Draft<Scope> = { name: '' }
  while (reader.next()) {
    if (reader.field === 1) scope.name = reader.string()
    else if (reader.field === 2) setGiven(scope, 'version', reader.string())
    else if (reader.field === 3) {
      readAttribute(reader, attributes)
      scope.attributes = attributes
    } else reader.skip()
  }
  return scope
}
