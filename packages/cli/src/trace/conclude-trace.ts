import type { Io } from '../io.ts'
import { toTraceDocument } from './document/to-trace-document.ts'
import type { Expectation } from './expect/expectation.ts'
import { reportUnmet } from './expect/report-unmet.ts'
import { formatOptions } from './flags/format-options.ts'
import type { TraceFlags } from './flags/trace-flags.ts'
import { formatTrace } from './format-trace.ts'
import { saveTrace } from './record/save-trace.ts'
import type { TraceRecord } from './record/trace-record.ts'

/** A trace, and what it was to come to. */
export interface Concluded {
  readonly record: TraceRecord
  readonly expectations: readonly Expectation[]
}

/**
 * Prints a trace, judges it, and then keeps and sends it as flags say.
 *
 * @returns the exit code: 0 if somebody gets the message and all servers reported, or if all
 *   expectations are met; else 1
 * @throws {CliError} FILE_UNWRITABLE or INTERRUPTED
 * @throws {TelemetryError} EXPORT_FAILED
 */
export async function concludeTrace(
  io: Io,
  flags: TraceFlags,
  { record, expectations }: Concluded,
): Promise<number> {
  const format = formatOptions(flags)
  io.stdout.write(formatTrace(io, record, format))
  const exitCode = judge(io, { record, expectations }) ? 0 : 1
  if (record.events.length === 0 && flags.replay === undefined) {
    io.stderr.write(`hint: ${whyNothing(flags)}\n`)
  }
  if (flags.save !== undefined) {
    await saveTrace(flags.save, record, { ...format, signal: io.signal })
  }
  if (flags.otlp !== undefined) {
    const { sendSpans } = await import('./send/send-spans.ts')
    await sendSpans(io, record, flags.otlp)
  }
  return exitCode
}

function judge(io: Io, { record, expectations }: Concluded): boolean {
  if (expectations.length > 0) return reportUnmet(io, record, expectations)
  const { complete, verdict } = toTraceDocument(record)
  return complete && verdict.received
}

function whyNothing({ msgTrace }: TraceFlags): string {
  return msgTrace === undefined
    ? 'give servers more time with --timeout, or look at the log of the one that is connected to'
    : `the message was sent: see that msg_trace of the account has the dest ${msgTrace}, and a sampling of 100`
}
