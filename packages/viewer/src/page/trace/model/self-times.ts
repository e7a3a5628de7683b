import { at, type TraceModel } from './trace-model.ts'

/**
 * By row: its duration without what its children cover, in nanoseconds. Children of one row that overlap are counted
 * once, and only within the row; they are in the order of their start, so that one pass is enough.
 */
export function selfTimes({ size, parents, starts, durations }: TraceModel): Float64Array {
  const self = Float64Array.from(durations)
  // Up to where the children of a row so far have covered it.
  const covered = Float64Array.from(starts)
  for (let row = 0; row < size; row++) {
    const parent = at(parents, row)
    if (parent < 0) continue
    const end = Math.min(
      at(starts, row) + at(durations, row),
      at(starts, parent) + at(durations, parent),
    )
    const from = Math.max(at(starts, row), at(covered, parent))
    if (end <= from) continue
    self[parent] = at(self, parent) - (end - from)
    covered[parent] = end
  }
  return self
}
