import { formatTracesJson, type ResourceSpans } from '@hopscope/observe/otlp'
import type { StoredTelemetry } from '@hopscope/telemetry/read'
import { createHash } from 'node:crypto'
import { ViewerError } from '../../viewer-error.ts'
import { field, isJsonObject, listField, parseJson } from './json-fields.ts'
import { isJaegerTrace, readJaegerTrace } from './read-jaeger.ts'
import { readSavedProducer } from './read-saved-producer.ts'
import { readTraceEvent } from './read-trace-event.ts'
import { jsonRecord, type TelemetrySignal } from './telemetry-record.ts'

/**
 * Reads a file of traces: OTLP JSON, what Jaeger's page saves, trace events of NATS servers or what
 * `hopscope trace --save` wrote; one document, or one a line.
 *
 * Trace events of messages without a `traceparent` become one trace, whose id is made of the file: to
 * import it again changes nothing.
 *
 * @throws {@link ViewerError} IMPORT_INVALID if any part of the file is none of these
 * @throws {@link ViewerError} LIMIT_EXCEEDED if it has more than 100 000 documents
 */
export function readImport(bytes: Uint8Array): readonly StoredTelemetry[] {
  const text = decode(bytes)
  const signal = signalOfStart(text)
  // Of a whole document the index finds out whether it is well formed, once and not in this thread.
  const isWhole = !text.includes('\n{') && [...text.matchAll(SIGNAL)].length === 1
  if (signal && isWhole) return [jsonRecord(signal, text)]

  const whole = parseJson(text)
  const fallback = traceIdOf(bytes)
  const documents = whole === undefined ? lines(text) : [{ json: whole, text }]
  const parts = documents.flatMap((document, index) => {
    const found = readDocument(document, fallback)
    if (found.length > 0) return found
    throw invalid(documents.length > 1 ? `line ${index + 1} is no trace` : 'the file has no trace')
  })
  const records = parts.flatMap((part) => ('subject' in part ? [part] : []))
  const spans = parts.flatMap((part) => ('subject' in part ? [] : [part]))
  if (spans.length === 0) return records
  return [...records, jsonRecord('traces', formatTracesJson({ resourceSpans: spans }))]
}

/** What of the file the index reads by itself, or spans that were made of it. */
type Part = StoredTelemetry | ResourceSpans

interface Document {
  readonly json: unknown
  readonly text: string
}

function decode(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim()
    if (text !== '') return text
  } catch {
    // What is no UTF-8 is no JSON either.
  }
  throw invalid('the file is empty, or is no text')
}

function lines(text: string): readonly Document[] {
  const written = text.split('\n').filter((line) => line.trim() !== '')
  requireFew(written.length, 'lines')
  return written.map((line, index) => {
    const json = parseJson(line)
    if (json === undefined) throw invalid(`line ${index + 1} is not JSON`)
    return { json, text: line }
  })
}

function requireFew(count: number, called: string): void {
  if (count <= MAX_DOCUMENTS) return
  throw new ViewerError('LIMIT_EXCEEDED', `the file has ${count} ${called}`, {
    hint: `split it into files of ${MAX_DOCUMENTS} at the most`,
  })
}

function readDocument({ json, text }: Document, fallback: string): readonly Part[] {
  if (Array.isArray(json)) {
    requireFew(json.length, 'documents')
    return json.flatMap((item: unknown, index) => {
      const found = readItem(item, fallback)
      if (found.length > 0) return found
      throw invalid(`document ${index + 1} of the list is no trace`)
    })
  }
  const signals = otlpSignals(json)
  return signals.length > 0
    ? signals.map((signal) => jsonRecord(signal, text))
    : readItem(json, fallback)
}

function readItem(json: unknown, fallback: string): readonly Part[] {
  if (!isJsonObject(json)) return []
  const signals = otlpSignals(json)
  if (signals.length > 0) return signals.map((signal) => jsonRecord(signal, JSON.stringify(json)))

  const data = listField(json, 'data').filter(isJaegerTrace)
  if (data.length > 0) return data.flatMap(readJaegerTrace)
  if (isJaegerTrace(json)) return readJaegerTrace(json)
  return readEvents(json, fallback)
}

function readEvents(json: object, fallback: string): readonly ResourceSpans[] {
  // An event has `events` too, but also the server that they happened on.
  const isSaved = field(json, 'server') === undefined && field(json, 'event') === undefined
  if (!isSaved) return readTraceEvent(json, { traceId: fallback })

  const { traceId, producerSpanId } = savedContext(json)
  const context = {
    traceId: traceId ?? fallback,
    ...(producerSpanId !== undefined && { producerSpanId }),
  }
  const hops = listField(json, 'events').flatMap((event) => readTraceEvent(event, context))
  return hops.length === 0 ? [] : [...readSavedProducer(json, context), ...hops]
}

function savedContext(json: object): { readonly [key in 'traceId' | 'producerSpanId']?: string } {
  const traceId = field(json, 'traceId')
  const producerSpanId = field(json, 'producerSpanId')
  if (typeof traceId !== 'string' || !/^[\da-f]{32}$/.test(traceId)) return {}
  if (typeof producerSpanId !== 'string' || !/^[\da-f]{16}$/.test(producerSpanId))
    return { traceId }
  return { traceId, producerSpanId }
}

function signalOfStart(text: string): TelemetrySignal | undefined {
  const name = /^\{\s*"resource(Spans|Logs|Metrics)"\s*:/.exec(text)?.[1]
  return name === undefined ? undefined : SIGNALS.get(name)
}

const SIGNALS: ReadonlyMap<string, TelemetrySignal> = new Map([
  ['Spans', 'traces'],
  ['Logs', 'logs'],
  ['Metrics', 'metrics'],
])

const SIGNAL = /"resource(?:Spans|Logs|Metrics)"\s*:/g

// One document may hold several.
function otlpSignals(json: unknown): readonly TelemetrySignal[] {
  return [...SIGNALS].flatMap(([name, signal]) =>
    Array.isArray(field(json, `resource${name}`)) ? [signal] : [],
  )
}

function traceIdOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32)
}

function invalid(message: string): ViewerError {
  return new ViewerError('IMPORT_INVALID', message, {
    hint: 'give OTLP JSON, Jaeger JSON, or trace events of NATS servers, one a line',
  })
}

const MAX_DOCUMENTS = 100_000
