import type { TimeRange } from '../index-request.ts'
import { Histogram } from '../rollup/histogram.ts'
import { MINUTES_KEPT_S, ROLLUP_STEPS, type RollupKind } from '../rollup/rollups.ts'
import type { AskContext } from './ask-context.ts'

/** What was counted under one key within a range of time. */
export interface RolledUp {
  readonly one: string
  readonly other: string
  readonly via: string
  count: number
  errors: number
  /** Nanoseconds. */
  longest: number
  readonly histogram: Histogram
}

/** What was counted of a kind, with the seconds that it was counted for. */
export interface RolledUpKind {
  readonly entries: readonly RolledUp[]
  readonly seconds: number
}

/** Adds up what was counted of a kind, by whole minutes or, for longer ranges and older ones, by whole hours. */
export function rolledUp(
  { store, deadline }: AskContext,
  kind: RollupKind,
  range: TimeRange,
): RolledUpKind {
  const buckets = bucketsOf(range)
  const { step, from, to } = buckets
  const entries = new Map<number, RolledUp>()
  let first = Infinity
  let last = 0
  const rows = store.database
    .prepare(
      `SELECT r.bucket, r.key, r.count, r.errors, r.longest, r.histogram, k.one, k.other, k.via
       FROM rollup_keys k JOIN rollups r ON r.key = k.id
       WHERE k.kind = ? AND r.step = ? AND r.bucket BETWEEN ? AND ?`,
    )
    .iterate(kind, step, from, to)
  let read = 0
  for (const row of rows) {
    if (++read % 1_000 === 0) deadline.check()
    const key = Number(row['key'])
    const entry = entries.get(key) ?? emptyEntry(row)
    entries.set(key, entry)
    entry.count += Number(row['count'])
    entry.errors += Number(row['errors'])
    entry.longest = Math.max(entry.longest, Number(row['longest']))
    const { histogram } = row
    if (histogram instanceof Uint8Array) entry.histogram.merge(Histogram.decode(histogram))
    first = Math.min(first, Number(row['bucket']))
    last = Math.max(last, Number(row['bucket']) + step)
  }
  return {
    entries: [...entries.values()],
    seconds: secondsOf(range, buckets, [firstMinute(store, first), last]),
  }
}

function emptyEntry(row: Readonly<Record<string, unknown>>): RolledUp {
  return {
    one: String(row['one']),
    other: String(row['other']),
    via: String(row['via']),
    count: 0,
    errors: 0,
    longest: 0,
    histogram: new Histogram(),
  }
}

function bucketsOf({ fromMs, toMs }: TimeRange): {
  readonly step: number
  readonly from: number
  readonly to: number
} {
  const from = Math.floor((fromMs ?? 0) / 1000)
  // A bucket that begins with the end has nothing of the range.
  const to = toMs === undefined ? Number.MAX_SAFE_INTEGER : Math.ceil(toMs / 1000) - 1
  const isRecent = from >= Date.now() / 1000 - MINUTES_KEPT_S + ROLLUP_STEPS.minute
  const step = isRecent ? ROLLUP_STEPS.minute : ROLLUP_STEPS.hour
  return { step, from: from - (from % step), to }
}

// Minutes of the hour that begins with `hour` are there unless it is long ago, when they matter less.
function firstMinute({ database }: AskContext['store'], hour: number): number {
  if (!Number.isFinite(hour)) return hour
  const row = database
    .prepare('SELECT min(bucket) AS first FROM rollups WHERE step = ? AND bucket BETWEEN ? AND ?')
    .get(ROLLUP_STEPS.minute, hour, hour + ROLLUP_STEPS.hour - 1)
  return Number(row?.['first'] ?? hour)
}

// How long that is which was counted. A range without a begin begins with what there is, and ends with it if it has no end either;
// else it goes on until now.
function secondsOf(
  { fromMs, toMs }: TimeRange,
  { step, from }: { readonly step: number; readonly from: number },
  [first, last]: readonly [first: number, last: number],
): number {
  const now = Date.now() / 1000
  if (fromMs === undefined) {
    const end = Math.min(last, Math.max(now, first + 1))
    return atLeastOne((toMs === undefined ? end : toMs / 1000) - first)
  }
  return atLeastOne((toMs === undefined ? now : endOf(toMs / 1000, step, now)) - from)
}

// Buckets are counted as a whole, but for one that is not over.
function endOf(to: number, step: number, now: number): number {
  return Math.min(Math.ceil(to / step) * step, Math.max(now, to))
}

function atLeastOne(seconds: number): number {
  return Number.isFinite(seconds) ? Math.max(1, seconds) : 1
}
