import type { CriticalStretch, TimeKind, TimeShare } from '../api/trace-view.ts'
import type { TimePiece } from './time-pieces.ts'

/** Where the time of a trace went, longest first: what many took together is one share. */
export function timeShares(pieces: readonly TimePiece[]): readonly TimeShare[] {
  const exact = new Map<string, TimeShare>()
  for (const { kind, of, startNs, endNs } of pieces) {
    const key = `${kind} ${of}`
    const durationNs = (exact.get(key)?.durationNs ?? 0) + (endNs - startNs)
    exact.set(key, { kind, ...(of !== '' && { of }), durationNs })
  }
  const shares = [...exact.values()].toSorted(longestFirst)
  return [...shares.slice(0, MAX_SHARES), ...folded(shares.slice(MAX_SHARES))].toSorted(
    longestFirst,
  )
}

/** The pieces that are the time of a row, joined where a row goes on; the longest if there are many. */
export function criticalPath(pieces: readonly TimePiece[]): readonly CriticalStretch[] {
  const stretches: CriticalStretch[] = []
  for (const { row, startNs, endNs } of pieces) {
    if (row < 0) continue
    const last = stretches.at(-1)
    if (last !== undefined && last.row === row && last.endNs === startNs) stretches.pop()
    const joins = last !== undefined && last.row === row && last.endNs === startNs
    stretches.push({ row, startNs: joins ? last.startNs : startNs, endNs })
  }
  return longest(stretches, MAX_STRETCHES, ({ startNs, endNs }) => endNs - startNs)
}

/** As many as there may be, in their order; those that are left out are the shortest. */
export function longest<T>(
  values: readonly T[],
  max: number,
  lengthOf: (value: T) => number,
): readonly T[] {
  if (values.length <= max) return values
  const lengths = Float64Array.from(values, lengthOf)
  const least = lengths.toSorted()[values.length - max] ?? 0
  let room = max - lengths.reduce((count, length) => count + (length > least ? 1 : 0), 0)
  // Of those that are as short as the shortest that is kept, the first ones.
  return values.filter((_value, index) => {
    const length = lengths[index] ?? 0
    return length > least || (length === least && room-- > 0)
  })
}

const MAX_SHARES = 24
const MAX_STRETCHES = 5000

function folded(shares: readonly TimeShare[]): readonly TimeShare[] {
  const byKind = new Map<TimeKind, number>()
  for (const { kind, durationNs } of shares) {
    byKind.set(kind, (byKind.get(kind) ?? 0) + durationNs)
  }
  return [...byKind].map(([kind, durationNs]) => ({ kind, durationNs }))
}

function longestFirst(a: TimeShare, b: TimeShare): number {
  return b.durationNs - a.durationNs
}
