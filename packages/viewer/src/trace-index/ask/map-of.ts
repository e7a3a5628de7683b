import type { TopologyView } from '../../api/topology-view.ts'
import { toTopology } from '../../topology/to-topology.ts'
import { toHopRecord } from '../../trace/hop-record.ts'
import type { TimeRange } from '../index-request.ts'
import type { AskContext } from './ask-context.ts'
import { toNanoRange } from './time-range.ts'
import { readSpans } from './trace-spans.ts'

/** The map of a range of time: of the newest messages if there are more than can be looked at. */
export function mapOf(
  { store, coverage, deadline }: AskContext,
  range: TimeRange,
  { maxTraces, maxSpans }: MapLimits = LIMITS,
): TopologyView {
  const { from, to } = toNanoRange(range)
  const traces = store.database
    .prepare(
      `SELECT id, spans FROM traces WHERE start >= ? AND start < ? AND hops > 0
       ORDER BY start DESC, trace_id DESC LIMIT ?`,
    )
    .all(from, to, maxTraces + 1)
  const spansOf = store.database.prepare(
    'SELECT source, data FROM spans WHERE trace = ? ORDER BY id',
  )
  let left = maxSpans
  const chosen = traces
    .slice(0, maxTraces)
    .filter(({ spans }) => (left -= Number(spans)) > -Number(spans))
  const isCut = chosen.length < traces.length
  return { ...toTopology(records()), coverage, ...(isCut && { newestTraces: chosen.length }) }

  function* records() {
    for (const { id } of chosen) {
      const rows = spansOf.all(Number(id))
      for (const entry of readSpans(store, rows, deadline)) {
        const record = toHopRecord(entry)
        if (record !== undefined) yield record
      }
    }
  }
}

/** How much is looked at: traces, and spans of them, of which the last trace may have more. */
interface MapLimits {
  readonly maxTraces: number
  readonly maxSpans: number
}

const LIMITS: MapLimits = { maxTraces: 20_000, maxSpans: 100_000 }
