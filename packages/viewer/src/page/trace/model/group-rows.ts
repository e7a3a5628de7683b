import { ROW_FLAGS } from '../../../api/trace-view.ts'
import { selfTimes } from './self-times.ts'
import { at, isOfServer, nameOf, serviceOf, type TraceModel } from './trace-model.ts'

/** What the table counts spans by. */
export const TABLE_GROUPINGS = ['service', 'operation', 'server'] as const

export type TableGrouping = (typeof TABLE_GROUPINGS)[number]

/** Spans of one service, operation or server. */
export interface RowStats {
  readonly name: string
  readonly count: number
  readonly errors: number
  /** Of all of them, nanoseconds; they may overlap. */
  readonly totalNs: number
  /** Without what their children cover. */
  readonly selfNs: number
  readonly longestNs: number
  /** The row of the longest one. */
  readonly longestRow: number
}

/** Counts the rows of a trace, the most self time first; `server` takes servers and streams alone, the others the rest. */
export function groupRows(model: TraceModel, by: TableGrouping): readonly RowStats[] {
  const self = selfTimes(model)
  const { flags } = model.view.rows
  const groups = new Map<string, { -readonly [K in keyof RowStats]: RowStats[K] }>()
  for (let row = 0; row < model.size; row++) {
    if (isOfServer(model, row) !== (by === 'server')) continue
    const service = serviceOf(model, row)
    const name = by === 'operation' ? `${service} · ${nameOf(model, row)}` : service
    let group = groups.get(name)
    if (group === undefined) {
      group = { name, count: 0, errors: 0, totalNs: 0, selfNs: 0, longestNs: -1, longestRow: row }
      groups.set(name, group)
    }
    const durationNs = at(model.durations, row)
    group.count++
    if (((flags[row] ?? 0) & ROW_FLAGS.error) !== 0) group.errors++
    group.totalNs += durationNs
    group.selfNs += at(self, row)
    if (durationNs > group.longestNs) {
      group.longestNs = durationNs
      group.longestRow = row
    }
  }
  return [...groups.values()].toSorted((a, b) => b.selfNs - a.selfNs)
}
