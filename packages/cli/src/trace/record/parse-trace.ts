import { parseTraceparent } from '@hopscope/observe/w3c'
import { assemble, decodeTraceEvent, type TraceEvent, type TraceReport } from '@hopscope/path'
import { isJsonRecord, parseJson, type JsonRecord } from './json-record.ts'
import { parseReplies } from './parse-replies.ts'
import { parseStreamFacts } from './parse-stream-facts.ts'
import type { TraceRecord } from './trace-record.ts'
import { withFacts } from './with-facts.ts'

/**
 * Reads a trace from a text: what `--save` wrote, one JSON document that has `events`, a list of
 * events, or one event a line. What the text does not tell is taken from the events.
 *
 * `undefined` when no trace event is in it, and it is not that a trace was saved that had none.
 */
export function parseTrace(text: string): TraceRecord | undefined {
  const { document, entries } = parseText(text)
  const arrivals = entries.flatMap((entry) => parseArrival(entry) ?? [])
  const events = arrivals.map(({ event }) => event)
  const { subject, complete, dryRun, durationMs, streams } = document
  const wasSaved = typeof subject === 'string' && entries.length === 0
  if (events.length === 0 && !wasSaved) return undefined

  const assembly = assemble(events)
  const origin = assembly.roots[0]?.event ?? events[0]
  const sentAtUnixNano = nanos(document['sentAtUnixNano'])
  const received = arrivals.flatMap(({ receivedAtUnixNano }) => receivedAtUnixNano ?? [])
  const replies = parseReplies(document['replies'])
  const trace = {
    subject: typeof subject === 'string' ? subject : (origin?.ingress.subject ?? ''),
    dryRun: typeof dryRun === 'boolean' ? dryRun : events.some((event) => event.dryRun),
    complete: typeof complete === 'boolean' ? complete : assembly.complete,
    durationMs: typeof durationMs === 'number' ? durationMs : elapsedMs(events),
    assembly,
    events,
    reports: arrivals.map(({ report }) => report),
    ...(replies !== undefined && { replies }),
    ...contextOf(document, origin),
    ...(sentAtUnixNano !== undefined &&
      received.length === events.length && { sentAtUnixNano, receivedAtUnixNano: received }),
  }
  return withFacts(trace, parseStreamFacts(streams))
}

interface Parsed {
  /** What is said of the trace as a whole. */
  readonly document: JsonRecord
  /** What may be events. */
  readonly entries: readonly unknown[]
}

function parseText(text: string): Parsed {
  const whole = parseJson(text)
  if (Array.isArray(whole)) return { document: {}, entries: whole }
  if (!isJsonRecord(whole)) {
    return { document: {}, entries: text.split('\n').map((line) => parseJson(line)) }
  }
  // An event has `events` too, but also the server that they happened on.
  const { events } = whole
  if (whole['server'] !== undefined || !Array.isArray(events)) {
    return { document: {}, entries: [whole] }
  }
  return { document: whole, entries: events }
}

interface Arrival {
  readonly event: TraceEvent
  readonly report: TraceReport
  readonly receivedAtUnixNano: bigint | undefined
}

function parseArrival(entry: unknown): Arrival | undefined {
  if (!isJsonRecord(entry)) return undefined
  const payload = new TextEncoder().encode(JSON.stringify(entry['event'] ?? entry))
  const event = decodeTraceEvent(payload)
  if (event === undefined) return undefined
  return { event, report: { payload }, receivedAtUnixNano: nanos(entry['receivedAtUnixNano']) }
}

function nanos(value: unknown): bigint | undefined {
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? BigInt(value) : undefined
}

function contextOf(
  { traceId, producerSpanId, ownContext }: JsonRecord,
  origin: TraceEvent | undefined,
): Pick<TraceRecord, 'ownContext' | 'producerSpanId' | 'traceId'> {
  if (isHex(traceId, 32)) {
    return {
      traceId,
      ...(isHex(producerSpanId, 16) && { producerSpanId }),
      ownContext: ownContext === true,
    }
  }
  const context = parseTraceparent(origin?.headers.get('traceparent')?.[0] ?? '')
  return context ? { traceId: context.traceId, producerSpanId: context.spanId } : {}
}

function isHex(value: unknown, digits: number): value is string {
  return typeof value === 'string' && value.length === digits && /^[\da-f]+$/.test(value)
}

// By the clocks of the servers, for want of a better one.
function elapsedMs(events: readonly TraceEvent[]): number {
  const times = events.flatMap(({ ingress, items }) => [
    ingress.timeUnixNano,
    ...items.map(({ timeUnixNano }) => timeUnixNano),
  ])
  const sorted = times.toSorted((a, b) => Number(a - b))
  return Number((sorted.at(-1) ?? 0n) - (sorted[0] ?? 0n)) / 1e6
}
