import { encodeTraces, TraceWriter } from '@hopscope/observe/otlp'
import { decodeTraceEvent } from '../event/decode.ts'
import { decompress } from '../event/decompress.ts'
import type { TraceEvent } from '../event/trace-event.ts'
import type { TraceReport } from '../event/trace-report.ts'
import { plainHop } from './direct/plain-hop.ts'
import { knownServer, rememberServer } from './direct/known-server.ts'
import { writePlainHop } from './direct/write-plain-hop.ts'
import { toSpans, type ToSpansOptions } from './to-spans.ts'

/** Spans of servers' reports, as bytes. */
export interface EncodedHops {
  /** OTLP's `ExportTraceServiceRequest`; no bytes when no report gave a span. */
  readonly request: Uint8Array<ArrayBuffer>
  /** How many spans are in the request. */
  readonly spans: number
  /** The reports that gave no spans, in their order. */
  readonly skipped: readonly SkippedReport[]
}

/** A report that gave no spans, and why. */
export interface SkippedReport {
  /** The place of the report among those that were given; the first is 0. */
  readonly index: number
  /**
   * `malformed`: it is no trace event, or cannot be decompressed to at most 8 MiB. `no trace`:
   * nothing says of which trace the message is. `too large`: its spans would repeat more than
   * 16 MiB of text, as those of no true event do.
   */
  readonly reason: 'malformed' | 'no trace' | 'too large'
}

/**
 * Turns what servers published about traced messages into one OTLP request.
 *
 * The bytes are those of `encodeTraces` for what `toSpans` makes of each report. They take less than
 * half the time, unless the subject was mapped, the message entered another account, or `headers`
 * are asked for. It never throws: a report that gives no spans is told in
 * {@link EncodedHops.skipped} and costs no other its own.
 */
export function encodeHops(
  reports: Iterable<TraceReport>,
  options: ToSpansOptions = {},
): EncodedHops {
  const writer = new TraceWriter(bytesFor(reports))
  const skipped: SkippedReport[] = []
  let spans = 0
  let index = 0
  for (const report of reports) {
    const written = writeReport(writer, report, options)
    if (typeof written === 'number') spans += written
    else skipped.push({ index, reason: written })
    index++
  }
  return { request: writer.finish(), spans, skipped }
}

// What does not fit is written to a buffer of twice the size; of few reports, most is never touched.
function bytesFor(reports: Iterable<TraceReport>): number {
  return Array.isArray(reports) ? Math.min(reports.length * REPORT_BYTES, MANY_BYTES) : MANY_BYTES
}

const REPORT_BYTES = 1024
/** Some 150 reports. */
const MANY_BYTES = 128 * 1024
const MAX_JSON_BYTES = 8 * 1024 * 1024

function writeReport(
  writer: TraceWriter,
  { payload, contentEncoding }: TraceReport,
  options: ToSpansOptions,
): number | SkippedReport['reason'] {
  const json = decompress(payload, contentEncoding, MAX_JSON_BYTES)
  if (json === undefined) return 'malformed'
  if (options.headers?.length) return writeData(writer, decodeTraceEvent(json), options)

  const server = knownServer(json)
  const plain = server && plainHop(json, server)
  if (plain !== undefined) return writePlainHop(writer, plain)
  const event = decodeTraceEvent(json)
  if (event !== undefined && server === undefined) rememberServer(json)
  return writeData(writer, event, options)
}

function writeData(
  writer: TraceWriter,
  event: TraceEvent | undefined,
  options: ToSpansOptions,
): number | SkippedReport['reason'] {
  if (event === undefined) return 'malformed'
  if (isTooLarge(event)) return 'too large'
  const resourceSpans = toSpans(event, options)
  if (resourceSpans === undefined) return 'no trace'
  writer.request(encodeTraces({ resourceSpans: [resourceSpans] }))
  return resourceSpans.scopeSpans.reduce((count, { spans }) => count + spans.length, 0)
}

// A span repeats the hop's number and the subject. In an event that somebody made up they may be of
// megabytes, and so many that their spans would take all memory there is.
function isTooLarge({ hop, ingress, items }: TraceEvent): boolean {
  return items.length * (hop.length + ingress.subject.length) > MAX_REPEATED
}

const MAX_REPEATED = 16 * 1024 * 1024
