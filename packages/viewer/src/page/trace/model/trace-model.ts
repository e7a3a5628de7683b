import { ROW_FLAGS, ROW_ROLES, type RowRole, type TraceView } from '../../../api/trace-view.ts'
import { serviceTokens, type ServiceTokens } from '../../style/service-hue.ts'

/** A trace as the page works with it: the columns of the answer, and what follows from them. */
export interface TraceModel {
  readonly view: TraceView
  /** How many rows there are. */
  readonly size: number
  /** The row above; -1 for a root. */
  readonly parents: Int32Array
  /** 0 for a root. */
  readonly depths: Int32Array
  /** The row after the last one below this one. */
  readonly ends: Int32Array
  readonly childCounts: Int32Array
  /** Which of its siblings a row is, from 1. */
  readonly positions: Int32Array
  /** How many roots there are. */
  readonly rootCount: number
  /** Since the begin of the trace, nanoseconds. */
  readonly starts: Float64Array
  /** Nanoseconds. */
  readonly durations: Float64Array
  /** Rows that the duration of the trace depends on: 1, others 0. */
  readonly critical: Uint8Array
  /** Colors of the trace's services, no two alike while there are enough. */
  readonly hues: ServiceTokens
}

const SPAN_ID_LENGTH = 16
const MISSING_ID = '0'.repeat(SPAN_ID_LENGTH)

/** Works out the tree of a trace in one pass each way: the order of the rows is that of the tree. */
export function toTraceModel(view: TraceView): TraceModel {
  const size = view.rows.parents.length
  const parents = Int32Array.from(view.rows.parents)
  const depths = new Int32Array(size)
  const ends = new Int32Array(size)
  const childCounts = new Int32Array(size)
  const positions = new Int32Array(size)
  let rootCount = 0
  for (let row = 0; row < size; row++) {
    const parent = parents[row] ?? -1
    if (parent < 0) positions[row] = ++rootCount
    else {
      depths[row] = at(depths, parent) + 1
      const position = at(childCounts, parent) + 1
      childCounts[parent] = position
      positions[row] = position
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    if (at(ends, row) === 0) ends[row] = row + 1
    const parent = at(parents, row)
    if (parent >= 0 && at(ends, parent) < at(ends, row)) ends[parent] = at(ends, row)
  }
  const critical = new Uint8Array(size)
  for (const { row } of view.criticalPath) if (row >= 0 && row < size) critical[row] = 1
  return {
    view,
    size,
    parents,
    depths,
    ends,
    childCounts,
    positions,
    rootCount,
    starts: Float64Array.from(view.rows.starts),
    durations: Float64Array.from(view.rows.durations),
    critical,
    hues: serviceTokens(servicesOf(view)),
  }
}

/** Services of applications: servers and streams have the colors of their kinds. */
function servicesOf({ strings, rows: { services, roles } }: TraceView): readonly string[] {
  const isService = new Uint8Array(strings.length)
  services.forEach((service, row) => {
    if ((roles[row] ?? 0) < FIRST_SERVER_ROLE) isService[service] = 1
  })
  return strings.filter((_, index) => isService[index] === 1)
}

const FIRST_SERVER_ROLE = ROW_ROLES.indexOf('hop-client')

/** The id of a row's span; absent for a span that is missing. */
export function spanIdOf({ view }: TraceModel, row: number): string | undefined {
  const from = row * SPAN_ID_LENGTH
  const spanId = view.rows.spanIds.slice(from, from + SPAN_ID_LENGTH)
  return spanId.length === SPAN_ID_LENGTH && spanId !== MISSING_ID ? spanId : undefined
}

/** The row of a span; -1 when the trace does not show it. */
export function rowOfSpan({ view }: TraceModel, spanId: string | undefined): number {
  if (spanId?.length !== SPAN_ID_LENGTH || spanId === MISSING_ID) return -1
  const ids = view.rows.spanIds
  for (let from = ids.indexOf(spanId); from >= 0; from = ids.indexOf(spanId, from + 1)) {
    if (from % SPAN_ID_LENGTH === 0) return from / SPAN_ID_LENGTH
  }
  return -1
}

/** The span's name. */
export function nameOf({ view }: TraceModel, row: number): string {
  return view.strings[view.rows.names[row] ?? 0] ?? ''
}

/** The service, or the server's or stream's name. */
export function serviceOf({ view }: TraceModel, row: number): string {
  return view.strings[view.rows.services[row] ?? 0] ?? ''
}

/** A few words more; empty for none. */
export function detailOf({ view }: TraceModel, row: number): string {
  return view.strings[view.rows.details[row] ?? 0] ?? ''
}

/** What the row stands for. */
export function roleOf({ view }: TraceModel, row: number): RowRole {
  return ROW_ROLES[view.rows.roles[row] ?? 0] ?? 'work'
}

/** Whether the row has one of these flags. */
export function hasFlag({ view }: TraceModel, row: number, flag: keyof typeof ROW_FLAGS): boolean {
  return ((view.rows.flags[row] ?? 0) & ROW_FLAGS[flag]) !== 0
}

/** Whether the row is the hop of a server. */
export function isHop(model: TraceModel, row: number): boolean {
  return roleOf(model, row).startsWith('hop-')
}

/** Whether a server tells of the row: a hop, or what it did with the message. */
export function isOfServer(model: TraceModel, row: number): boolean {
  const role = roleOf(model, row)
  return role.startsWith('hop-') || role === 'store' || role === 'mapping'
}

/** Rows from the root down to this one. */
export function pathTo({ parents }: TraceModel, row: number): readonly number[] {
  const path: number[] = []
  for (let each = row; each >= 0; each = at(parents, each)) path.push(each)
  return path.toReversed()
}

/** An entry of a column; 0 beyond its end. */
export function at(column: Int32Array | Float64Array | Uint8Array, index: number): number {
  return column[index] ?? 0
}
