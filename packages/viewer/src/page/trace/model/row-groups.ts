import { ROW_ROLES } from '../../../api/trace-view.ts'
import { at, type TraceModel } from './trace-model.ts'

/** Rows that may be shown as one: servers that a message crossed one after the other, or siblings that are alike. */
export interface RowGroups {
  /** By row: the first row of its group; -1 for a row in none. */
  readonly heads: Int32Array
  /** By first row: how many rows the group has; 0 for others. */
  readonly sizes: Int32Array
  /** By first row: its last row. */
  readonly lasts: Int32Array
  /** By first row: 1 for a run of hops, 2 for siblings; 0 for others. */
  readonly types: Uint8Array
  /** How many hops of servers the trace has. */
  readonly hopCount: number
}

/** Values of {@link RowGroups.types}. */
export const GROUP_TYPES = { hops: 1, siblings: 2 } as const

/** As many siblings as this, alike and without children, are worth one row. */
const MIN_SIBLINGS = 4
const FIRST_HOP_ROLE = ROW_ROLES.indexOf('hop-client')
const LAST_HOP_ROLE = ROW_ROLES.indexOf('hop-other')

/** Finds the groups of a trace; a row is in one group at the most. */
export function findRowGroups(model: TraceModel): RowGroups {
  const { size } = model
  const groups = {
    heads: new Int32Array(size).fill(-1),
    sizes: new Int32Array(size),
    lasts: new Int32Array(size),
    types: new Uint8Array(size),
  }
  const hopCount = addHopRuns(model, groups)
  addSiblings(model, groups)
  return { ...groups, hopCount }
}

type Columns = Omit<RowGroups, 'hopCount'>

/** A run goes on as long as a hop has one row below it, and that is a hop. */
function addHopRuns({ view, size, ends, childCounts }: TraceModel, groups: Columns): number {
  const { roles } = view.rows
  let hopCount = 0
  for (let row = 0; row < size; row++) {
    if (!isHopRole(roles[row])) continue
    hopCount++
    if (at(groups.heads, row) >= 0) continue
    let last = row
    while (at(childCounts, last) === 1 && isHopRole(roles[last + 1]) && last + 1 < at(ends, row)) {
      last++
    }
    if (last === row) continue
    for (let each = row; each <= last; each++) groups.heads[each] = row
    groups.sizes[row] = last - row + 1
    groups.lasts[row] = last
    groups.types[row] = GROUP_TYPES.hops
  }
  return hopCount
}

function isHopRole(role: number | undefined): boolean {
  return role !== undefined && role >= FIRST_HOP_ROLE && role <= LAST_HOP_ROLE
}

/** Rows without children that follow each other below one parent, of the same name, service, role and outcome. */
function addSiblings({ view, size, parents, childCounts }: TraceModel, groups: Columns): void {
  const { names, services, roles, flags } = view.rows
  for (let row = 0; row < size;) {
    let next = row + 1
    if (at(childCounts, row) === 0 && at(parents, row) >= 0 && !isHopRole(roles[row])) {
      const isAlike = (other: number): boolean =>
        parents[other] === parents[row] &&
        at(childCounts, other) === 0 &&
        names[other] === names[row] &&
        services[other] === services[row] &&
        roles[other] === roles[row] &&
        flags[other] === flags[row]
      while (next < size && isAlike(next)) next++
    }
    if (next - row >= MIN_SIBLINGS) {
      groups.heads.fill(row, row, next)
      groups.sizes[row] = next - row
      groups.lasts[row] = next - 1
      groups.types[row] = GROUP_TYPES.siblings
    }
    row = next
  }
}
