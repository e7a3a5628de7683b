import type { Io } from '../../io.ts'
import type { Expectation } from '../expect/expectation.ts'
import { reportUnmet } from '../expect/report-unmet.ts'
import { formatTrace, type FormatTraceOptions } from '../format-trace.ts'
import type { MessageTracer } from '../message/message-tracer.ts'
import { withFacts } from '../record/with-facts.ts'
import type { CountDocument } from './count-document.ts'
import { renderCount } from './render-count.ts'
import { lineWidth } from '../text/line-width.ts'
import { RunTally } from './run-tally.ts'
import { summarizeRuns } from './summarize-runs.ts'

/** What is done with each trace of several. */
export interface RunCountOptions extends FormatTraceOptions {
  readonly count: number
  readonly expectations: readonly Expectation[]
}

/**
 * Traces a message several times, one after the other, and prints who got how many; also of those
 * that were traced before it came to an early end.
 *
 * @returns 0 if each of them was received and complete, or met all expectations; else 1
 * @throws {CliError} TRACE_FAILED or INTERRUPTED
 */
export async function runCount(
  io: Io,
  tracer: MessageTracer,
  { count, expectations, ...format }: RunCountOptions,
): Promise<number> {
  const tally = new RunTally()
  let unmet = 0
  try {
    while (tally.size < count) {
      const record = withFacts(await tracer.trace())
      tally.add(record)
      if (format.format === 'ndjson') io.stdout.write(formatTrace(io, record, format))
      if (!reportUnmet(io, record, expectations, { place: `run ${tally.size}: ` })) unmet++
    }
  } catch (error) {
    if (tally.size > 0) {
      show(io, format, summarizeRuns(tally.runs(), tracer.message))
      if (format.format !== 'ndjson') io.stderr.write(endedEarly(tally.size, count, tracer.message))
    }
    throw error
  }
  const document = summarizeRuns(tally.runs(), tracer.message)
  show(io, format, document)
  if (expectations.length > 0) return unmet === 0 ? 0 : 1
  return document.received === count && document.complete === count ? 0 : 1
}

function show({ stdout }: Io, { format }: FormatTraceOptions, document: CountDocument): void {
  if (format === 'json') stdout.write(`${JSON.stringify(document, null, 2)}\n`)
  if (format === 'text') stdout.write(`${renderCount(document, lineWidth(stdout))}\n`)
}

function endedEarly(made: number, count: number, { dryRun }: { readonly dryRun: boolean }): string {
  const another = dryRun ? '' : ', and one more may have been delivered'
  return `ended after ${made} of ${count} messages${another}\n`
}
