import type { FormatTraceOptions } from '../format-trace.ts'
import { formatOf } from './format-of.ts'
import type { TraceFlags } from './trace-flags.ts'

/**
 * How flags want a trace printed.
 *
 * @throws {CliError} ARGUMENT_INVALID if two of them say so differently
 */
export function formatOptions(flags: TraceFlags): FormatTraceOptions {
  const { showHeaders = false, timestamp = false } = flags
  return { format: formatOf(flags), showHeaders, timestamps: timestamp }
}
