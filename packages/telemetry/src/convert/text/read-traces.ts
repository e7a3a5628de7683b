import { parseTracesJson, type SpanData, type TraceData } from '@hopscope/observe/otlp'
import type { FieldReader } from '../dagnats/field-reader.ts'
import { readSpan } from '../dagnats/read-span.ts'
import { readSpanV1 } from '../dagnats/read-span-v1.ts'
import { DAGNATS_SCOPE, resourceOf } from './dagnats-source.ts'
import { readText, type TextFormat, type Unreadable } from './read-text.ts'

/**
 * The spans in a text: OTLP in JSON, or a record of DagNats.
 *
 * @param service whose span it is if the record does not say
 */
export function readTraces(text: string, service: string): TraceData | Unreadable {
  return readText(text, service, FORMAT)
}

const FORMAT: TextFormat<TraceData, TraceData> = {
  signal: 'traces',
  parseOtlp: parseTracesJson,
  readRecord,
}

function readRecord(reader: FieldReader, service: string): TraceData | undefined {
  if (reader.has('trace_id')) return frame(readSpanV1(reader), reader.text('service') || service)
  return reader.has('traceId') ? frame(readSpan(reader), service) : undefined
}

function frame(span: SpanData | undefined, service: string): TraceData {
  const spans = span ? [span] : []
  const scopeSpans = [{ scope: DAGNATS_SCOPE, spans }]
  return { resourceSpans: [{ resource: resourceOf(service), scopeSpans }] }
}
