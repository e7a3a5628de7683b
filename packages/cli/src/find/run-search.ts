import { openTraceIndex } from '@hopscope/viewer'
import { openConnection } from '../connect/open-connection.ts'
import { type Io } from '../io.ts'
import { orInterrupt } from '../or-interrupt.ts'
import { hint } from '../output/label.ts'
import { askTraces } from './ask-traces.ts'
import { checkQuery } from './check-query.ts'
import { type SearchFlags } from './find-flags.ts'
import { printTraces } from './print-traces.ts'
import { readIndex } from './read-index.ts'

/**
 * Prints the traces that a query is for, the newest or slowest first.
 *
 * @returns the exit code: 0 if there are some, else 1
 * @throws {CliError} ARGUMENT_INVALID, STREAM_UNAVAILABLE, INTERRUPTED, and what connecting throws
 */
export async function runSearch(
  io: Io,
  words: readonly string[],
  flags: SearchFlags,
): Promise<number> {
  const query = checkQuery(words)
  const { stream, limit, since, until, sort } = flags
  await using opened = await openConnection(io, flags, { command: 'search' })
  const { connection } = opened
  await using index = await orInterrupt(
    openTraceIndex({ connection, stream, ...(since && { since }) }),
    io.signal,
  )
  await readIndex(io, index)
  const found = await askTraces(index, {
    type: 'traces',
    query,
    limit,
    sort,
    ...(since && { fromMs: since.getTime() }),
    ...(until && { toMs: until.getTime() }),
  })
  await printTraces(io, index, found.traces, flags)
  if (found.traces.length > 0) {
    if (found.next !== undefined) hint(io, 'there are more, add --limit')
    return 0
  }
  io.stderr.write(`no trace of ${stream} is as asked\n`)
  if (found.narrowestTerm !== undefined) hint(io, `there are some without ${found.narrowestTerm}`)
  return 1
}
