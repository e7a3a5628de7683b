import { type Io } from '../../io.ts'
import { renderCount } from './render-count.ts'
import { summarizeRuns } from './summarize-runs.ts'
import { type Expectation } from '../expect/expectation.ts'
import { formatTrace, type FormatTraceOptions } from '../format-trace.ts'
import { type MessageTracer } from '../message/message-tracer.ts'
import { type TraceRecord } from '../record/trace-record.ts'
import { withFacts } from '../record/with-facts.ts'
import { reportUnmet } from '../expect/report-unmet.ts'

/** What is done with each trace of several. */
export interface RunCountOptions extends FormatTraceOptions {
  readonly count: number
  readonly expectations: readonly Expectation[]
}

/**
 * Traces a message several times, one after the other, and prints who got how many.
 *
 * @returns 0 if each of them was received and complete, or met all expectations; else 1
 * @throws {CliError} TRACE_FAILED or INTERRUPTED
 */
export async function runCount(
  io: Io,
  tracer: MessageTracer,
  { count, expectations, ...format }: RunCountOptions,
): Promise<number> {
  const records: TraceRecord[] = []
  while (records.length < count) {
    const record = withFacts(await tracer.trace())
    if (format.format === 'ndjson') io.stdout.write(formatTrace(io, record, format))
    records.push(record)
  }
  const document = summarizeRuns(records)
  if (format.format === 'json') io.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
  if (format.format === 'text') io.stdout.write(`${renderCount(document)}\n`)
  if (expectations.length === 0) {
    return document.received === count && document.complete === count ? 0 : 1
  }
  const met = records.map((record, index) =>
    reportUnmet(io, record, expectations, { place: `run ${index + 1}: ` }),
  )
  return met.every(Boolean) ? 0 : 1
}
