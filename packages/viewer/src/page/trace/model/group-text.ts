import { GROUP_TYPES, type RowGroups } from './row-groups.ts'
import { rowGlyph } from './row-glyph.ts'
import { at, nameOf, roleOf, serviceOf, type TraceModel } from './trace-model.ts'

/** What a folded group shows in place of its rows. */
export interface GroupText {
  /** Such as `C3L3 ~~> C3N2 --> C3N3`, or the name that the siblings have. */
  readonly text: string
  /** Such as `3 servers` or `×37`. */
  readonly count: string
  /** From the first begin to the last end; nanoseconds since the begin of the trace. */
  readonly startNs: number
  readonly endNs: number
}

/** Servers beyond these are left out of the middle. */
const MAX_SERVERS = 6

/** Puts a group into words. */
export function groupText(model: TraceModel, groups: RowGroups, head: number): GroupText {
  const last = at(groups.lasts, head)
  const size = at(groups.sizes, head)
  let startNs = Number.POSITIVE_INFINITY
  let endNs = 0
  for (let row = head; row <= last; row++) {
    startNs = Math.min(startNs, at(model.starts, row))
    endNs = Math.max(endNs, at(model.starts, row) + at(model.durations, row))
  }
  if (groups.types[head] === GROUP_TYPES.siblings) {
    return { text: nameOf(model, head), count: `×${size}`, startNs, endNs }
  }
  return { text: serversOf(model, head, last), count: `${size} servers`, startNs, endNs }
}

function serversOf(model: TraceModel, head: number, last: number): string {
  const parts: string[] = []
  for (let row = head; row <= last; row++) {
    if (row - head === MAX_SERVERS - 1 && row < last) {
      parts.push('…')
      row = last
    }
    if (row > head) parts.push(rowGlyph(roleOf(model, row)))
    parts.push(serviceOf(model, row))
  }
  return parts.join(' ')
}
