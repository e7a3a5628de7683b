import { openTraceIndex, type TraceList } from '@hopscope/viewer'
import { openConnection } from '../connect/open-connection.ts'
import type { Io } from '../io.ts'
import { orInterrupt } from '../or-interrupt.ts'
import { hint } from '../output/label.ts'
import { checkQuery } from './check-query.ts'
import type { SearchFlags } from './find-flags.ts'
import { printTraces } from './print-traces.ts'
import { readIndex } from './read-index.ts'
import { searchPages } from './search-pages.ts'

/**
 * Prints the traces that a query is for, the newest or slowest first.
 *
 * @returns the exit code: 0 if there are some, else 1
 * @throws {CliError} ARGUMENT_INVALID, STREAM_UNAVAILABLE, CONNECTION_FAILED, INTERRUPTED, and what connecting throws
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
    openTraceIndex({ connection, stream, ...(since && { since: leadOf(since) }) }),
    io.signal,
  )
  await readIndex(io, index, connection.closed())
  const pages = searchPages(index, {
    type: 'traces',
    query,
    limit,
    sort,
    ...(since && { fromMs: since.getTime() }),
    ...(until && { toMs: until.getTime() }),
  })
  let last: TraceList | undefined
  for await (const page of pages) {
    await printTraces(io, index, page.traces, flags)
    last = page
  }
  if (last !== undefined && last.traces.length > 0) {
    if (last.next !== undefined) hint(io, 'there are more: add --limit, or be more precise')
    return 0
  }
  io.stderr.write(`no trace of ${stream} is as asked\n`)
  if (last?.narrowestTerm !== undefined) hint(io, `there are some without ${last.narrowestTerm}`)
  return 1
}

// Of a trace that was under way then the first spans are read as well: it began before, and is not listed.
function leadOf(since: Date): Date {
  return new Date(Math.max(0, since.getTime() - LEAD_MS))
}

const LEAD_MS = 5 * 60_000
