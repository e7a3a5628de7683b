import type { OperationStats } from '../../api/service-view.ts'

/** Columns that the table of operations is sorted by. */
export type SortColumn = keyof OperationStats

const COLUMNS: ReadonlySet<string> = new Set<SortColumn>([
  'service',
  'operation',
  'count',
  'perSecond',
  'errors',
  'p50Ms',
  'p95Ms',
  'p99Ms',
  'maxMs',
])

export function isSortColumn(name: string): name is SortColumn {
  return COLUMNS.has(name)
}

/** The operations by one column, errors by their share; equal ones by service and operation. */
export function sortOperations(
  operations: readonly OperationStats[],
  column: SortColumn,
  isAscending: boolean,
): readonly OperationStats[] {
  const sign = isAscending ? 1 : -1
  return operations.toSorted(
    (a, b) =>
      sign * compare(valueOf(a, column), valueOf(b, column)) ||
      compare(a.service, b.service) ||
      compare(a.operation, b.operation),
  )
}

function valueOf(stats: OperationStats, column: SortColumn): string | number {
  return column === 'errors' ? stats.errors / Math.max(stats.count, 1) : stats[column]
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0
}
