import type { Deadline } from '../ask/deadline.ts'
import { spansWhere } from '../ask/trace-spans.ts'
import { summaryOf } from '../ask/trace-summary-of.ts'
import type { IndexStore } from '../store/index-store.ts'
import { candidatesOf } from './candidates.ts'
import type { CompiledQuery, TracePredicate } from './compile-query.ts'
import type { Parameter } from './span-condition.ts'

/** A trace that was found. */
export interface FoundTrace {
  readonly id: number
  readonly traceId: string
  /** What it is sorted by: its begin, or its duration; nanoseconds. */
  readonly rank: bigint
}

/** Which traces are looked for, and in which order. */
export interface TraceSearch {
  readonly query: CompiledQuery
  readonly sort: 'newest' | 'slowest'
  /** Nanoseconds since 1970: traces that began then or later. */
  readonly from: bigint
  /** Nanoseconds since 1970: traces that began before. */
  readonly to: bigint
  /** Traces after this one, in the order. @default from the first */
  readonly after?: Pick<FoundTrace, 'rank' | 'traceId'>
  /** Only these. @default all */
  readonly among?: readonly number[]
  readonly limit: number
}

/** Finds traces, in the order that is asked for. */
export function findTraces(
  store: IndexStore,
  search: TraceSearch,
  deadline: Deadline,
): readonly FoundTrace[] {
  const among = search.among ?? candidatesOf(store, search.query, search.from)
  const windows =
    among === undefined ? inWindows(store, search, deadline) : [inList(store, search, among)]
  return search.sort === 'newest'
    ? takeFirst(store, search, windows, deadline)
    : takeFirst(store, search, [slowestOf(search, windows)], deadline)
}

function takeFirst(
  store: IndexStore,
  { query, limit }: TraceSearch,
  windows: Iterable<readonly FoundTrace[]>,
  deadline: Deadline,
): readonly FoundTrace[] {
  const found: FoundTrace[] = []
  for (const window of windows) {
    for (const trace of window) {
      if (found.length >= limit) return found
      if (holdAll(store, query.predicates, trace, deadline)) found.push(trace)
    }
    deadline.check()
  }
  return found
}

function slowestOf(
  { after }: TraceSearch,
  windows: Iterable<readonly FoundTrace[]>,
): readonly FoundTrace[] {
  const all: FoundTrace[] = []
  for (const window of windows) for (const trace of window) all.push(trace)
  return all
    .filter((trace) => after === undefined || compareFound(trace, after) > 0)
    .toSorted(compareFound)
}

type Ranked = Pick<FoundTrace, 'rank' | 'traceId'>

function compareFound(one: Ranked, other: Ranked): number {
  if (one.rank !== other.rank) return one.rank > other.rank ? -1 : 1
  if (one.traceId === other.traceId) return 0
  return one.traceId > other.traceId ? -1 : 1
}

function holdAll(
  store: IndexStore,
  predicates: readonly TracePredicate[],
  { id, traceId }: FoundTrace,
  deadline: Deadline,
): boolean {
  return predicates.every((predicate) => {
    deadline.check()
    if (predicate.type === 'missing') {
      const { flags } = summaryOf(store, { id, traceId }, deadline)
      return flags.includes('missing-spans') !== predicate.isNegated
    }
    const spans = spansWhere(store, id, predicate.where, deadline)
    return spans.some(predicate.holds) !== predicate.isNegated
  })
}

// The index can tell of a time to end only between two statements.
function* inWindows(
  store: IndexStore,
  search: TraceSearch,
  deadline: Deadline,
): Generator<readonly FoundTrace[]> {
  let upper = firstBound(search)
  for (let size = FIRST_WINDOW; ; size = Math.min(size * 2, LARGEST_WINDOW)) {
    deadline.check()
    const lower = boundAfter(store, search.from, upper, size)
    yield select(store, search, [
      { sql: '(t.start, t.trace_id) < (?, ?)', parameters: [upper.start, upper.traceId] },
      lower === undefined
        ? { sql: 't.start >= ?', parameters: [search.from] }
        : { sql: '(t.start, t.trace_id) >= (?, ?)', parameters: [lower.start, lower.traceId] },
    ])
    if (lower === undefined) return
    upper = lower
  }
}

const FIRST_WINDOW = 500
const LARGEST_WINDOW = 32_000

interface Bound {
  readonly start: bigint
  readonly traceId: Uint8Array
}

function firstBound({ to, sort, after }: TraceSearch): Bound {
  const atEnd = { start: to, traceId: new Uint8Array(0) }
  if (sort !== 'newest' || after === undefined || after.rank >= to) return atEnd
  return { start: after.rank, traceId: Buffer.from(after.traceId, 'hex') }
}

function boundAfter(
  { database }: IndexStore,
  from: bigint,
  { start, traceId }: Bound,
  size: number,
): Bound | undefined {
  const statement = database.prepare(
    `SELECT start, trace_id FROM traces WHERE start >= ? AND (start, trace_id) < (?, ?)
     ORDER BY start DESC, trace_id DESC LIMIT 1 OFFSET ?`,
  )
  statement.setReadBigInts(true)
  const row = statement.get(from, start, traceId, size - 1)
  const bytes = row?.['trace_id']
  const at = row?.['start']
  return typeof at === 'bigint' && bytes instanceof Uint8Array
    ? { start: at, traceId: bytes }
    : undefined
}

function inList(
  store: IndexStore,
  search: TraceSearch,
  among: readonly number[],
): readonly FoundTrace[] {
  const { from } = search
  const { start, traceId } = firstBound(search)
  return select(store, search, [
    { sql: 't.id IN (SELECT value FROM json_each(?))', parameters: [JSON.stringify(among)] },
    { sql: 't.start >= ? AND (t.start, t.trace_id) < (?, ?)', parameters: [from, start, traceId] },
  ])
}

function select(
  { database }: IndexStore,
  { query, sort }: TraceSearch,
  bounds: readonly { readonly sql: string; readonly parameters: readonly Parameter[] }[],
): readonly FoundTrace[] {
  const rank = sort === 'newest' ? 't.start' : 'max(t.finish - t.start, 0)'
  const where = [...bounds.map(({ sql }) => sql), 't.spans > 0', query.sql].join(' AND ')
  const statement = database.prepare(
    `SELECT t.id, lower(hex(t.trace_id)) AS trace_id, ${rank} AS rank FROM traces t
     WHERE ${where} ORDER BY t.start DESC, t.trace_id DESC`,
  )
  statement.setReadBigInts(true)
  const parameters = [...bounds.flatMap((bound) => bound.parameters), ...query.parameters]
  return statement.all(...parameters).map(({ id, trace_id, rank: value }) => ({
    id: Number(id),
    traceId: String(trace_id),
    rank: typeof value === 'bigint' ? value : 0n,
  }))
}
