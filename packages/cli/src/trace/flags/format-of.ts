import { CliError } from '../../cli-error.ts'
import type { TraceFlags } from './trace-flags.ts'
import type { TraceFormat } from './trace-format.ts'

/**
 * As what to print.
 *
 * @throws {CliError} ARGUMENT_INVALID if there are two answers
 */
export function formatOf({ format, json, ndjson, trace }: TraceFlags): TraceFormat {
  const formats = new Set<TraceFormat>([
    ...(format === undefined ? [] : [format]),
    ...(json === true ? (['json'] as const) : []),
    ...(ndjson === true || trace === true ? (['ndjson'] as const) : []),
  ])
  const [first = 'text', second] = formats
  if (second === undefined) return first
  throw new CliError('ARGUMENT_INVALID', `${first} and ${second} exclude each other`, {
    hint: 'choose one format',
  })
}
