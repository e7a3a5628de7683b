import { openTraceIndex, type TraceIndex } from '@hopscope/viewer'
import { openConnection } from '../connect/open-connection.ts'
import type { Io } from '../io.ts'
import { orInterrupt } from '../or-interrupt.ts'
import { warn } from '../output/label.ts'
import { untilInterrupted } from '../viewer/until-interrupted.ts'
import { askTraces } from './ask-traces.ts'
import { checkQuery } from './check-query.ts'
import type { FindFlags } from './find-flags.ts'
import { printTraces } from './print-traces.ts'
import { QuietTraces } from './quiet-traces.ts'
import { requireSource } from './read-index.ts'

/** What `hopscope tail` takes. */
export interface TailFlags extends FindFlags {
  /** How long a trace must have been quiet before it is printed, in milliseconds. */
  readonly quiet: number
}

/**
 * Prints traces that a query is for as they come, each once, when nothing more has come of it for a
 * while, until the person ends it.
 *
 * @throws {CliError} ARGUMENT_INVALID, STREAM_UNAVAILABLE, INTERRUPTED, and what connecting throws
 */
export async function runTail(io: Io, words: readonly string[], flags: TailFlags): Promise<void> {
  const query = checkQuery(words)
  await using opened = await openConnection(io, flags, { command: 'tail', reconnect: true })
  const { connection } = opened
  const { stream, quiet } = flags
  await using index = await orInterrupt(
    openTraceIndex({ connection, stream, since: new Date() }),
    io.signal,
  )
  requireSource(index)
  using traces = new QuietTraces(quiet)
  const stop = index.onChange(({ traceIds, omitted }) => {
    traces.touch(traceIds)
    if (omitted > 0) warn(io, `at least ${omitted} more changed at once, and are not printed`)
  })
  try {
    if (io.stderr.isTerminal) io.stderr.write(`following ${stream}, Ctrl-C ends it\n`)
    await Promise.race([print(io, index, { query, traces, flags }), untilInterrupted(io.signal)])
  } finally {
    stop()
  }
}

async function print(
  io: Io,
  index: TraceIndex,
  { query, traces, flags }: { query: string; traces: QuietTraces; flags: TailFlags },
): Promise<void> {
  for await (const traceIds of traces) {
    const found = await askTraces(index, {
      type: 'traces',
      query,
      traceIds,
      limit: traceIds.length,
    })
    await printTraces(io, index, found.traces.toReversed(), flags)
  }
}
