import type { TimeRange } from '../../trace-index/index-request.ts'
import { queryParam, requireTime } from './params.ts'

/** The range of time that a query asks for by `from` and `to`; all time by default. */
export function timeRange(query: URLSearchParams): TimeRange {
  const from = queryParam(query, 'from')
  const to = queryParam(query, 'to')
  return {
    ...(from && { fromMs: requireTime(from) }),
    ...(to && { toMs: requireTime(to) }),
  }
}
