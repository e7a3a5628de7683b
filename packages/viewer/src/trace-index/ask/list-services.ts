import type { OperationStats, ServiceList } from '../../api/service-view.ts'
import type { TimeRange } from '../index-request.ts'
import type { AskContext } from './ask-context.ts'
import { rolledUp, type RolledUp } from './rolled-up.ts'

/** Rate, errors and duration by service and operation, the busiest first. */
export function listServices(context: AskContext, range: TimeRange): ServiceList {
  const { entries, seconds } = rolledUp(context, 'operation', range)
  const operations = entries.map((entry) => toStats(entry, seconds)).toSorted(compareStats)
  return {
    operations,
    coverage: context.coverage,
    omittedOperations: foldedCount(context, 'operation'),
  }
}

/** How many keys of a kind were counted as `(other)`. */
export function foldedCount({ store }: AskContext, kind: 'operation' | 'edge'): number {
  const row = store.database
    .prepare('SELECT count(*) AS count FROM folded WHERE kind = ?')
    .get(kind)
  return Number(row?.['count'] ?? 0)
}

/** Nanoseconds as milliseconds. */
export function toMs(ns: number): number {
  return ns / 1e6
}

function toStats(entry: RolledUp, seconds: number): OperationStats {
  const { one, other, count, errors, longest, histogram } = entry
  const quantileMs = (part: number) => toMs(Math.min(histogram.quantile(part), longest))
  return {
    service: one,
    operation: other,
    count,
    errors,
    perSecond: count / seconds,
    p50Ms: quantileMs(0.5),
    p95Ms: quantileMs(0.95),
    p99Ms: quantileMs(0.99),
    maxMs: toMs(longest),
  }
}

function compareStats(one: OperationStats, other: OperationStats): number {
  if (one.count !== other.count) return other.count - one.count
  if (one.service !== other.service) return one.service < other.service ? -1 : 1
  return one.operation < other.operation ? -1 : 1
}
