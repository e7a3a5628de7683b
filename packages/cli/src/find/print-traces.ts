import type { TraceIndex, TraceSummary } from '@hopscope/viewer'
import { CliError } from '../cli-error.ts'
import type { Io } from '../io.ts'
import { drawTrace } from './draw-trace.ts'
import type { FindFlags } from './find-flags.ts'
import { traceLine } from './trace-line.ts'

/**
 * Prints traces on stdout, each on a line of its own; with `tree`, its tree below it.
 *
 * @throws {CliError} INTERRUPTED
 */
export async function printTraces(
  { stdout, signal }: Io,
  index: TraceIndex,
  traces: readonly TraceSummary[],
  { json = false, tree = false }: FindFlags,
): Promise<void> {
  for (const trace of traces) {
    // A reader that has seen enough, such as `head`, needs no more.
    if (signal.aborted) throw new CliError('INTERRUPTED', 'interrupted')
    stdout.write(`${json ? JSON.stringify(trace) : traceLine(trace, stdout)}\n`)
    if (tree) stdout.write(`${(await drawTrace(index, trace.traceId, stdout)).trimEnd()}\n\n`)
  }
}
