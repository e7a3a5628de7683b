import { type TopologyView } from '../../api/topology-view.ts'
import { toTopology } from '../../topology/to-topology.ts'
import { toHopRecord } from '../../trace/hop-record.ts'
import { type TimeRange } from '../index-request.ts'
import { type AskContext } from './answer.ts'
import { toNanoRange } from './time-range.ts'
import { readSpans } from './trace-spans.ts'

/** The map of a range of time: of the newest messages if there are more than can be looked at. */
export function mapOf({ store, deadline }: AskContext, range: TimeRange): TopologyView {
  const { from, to } = toNanoRange(range)
  const traces = store.database
    .prepare(
      `SELECT id, spans FROM traces WHERE start >= ? AND start < ? AND hops > 0
       ORDER BY start DESC, trace_id DESC LIMIT ${MAX_TRACES}`,
    )
    .all(from, to)
  const spansOf = store.database.prepare(
    'SELECT source, data FROM spans WHERE trace = ? ORDER BY id',
  )
  let left = MAX_SPANS
  const chosen = traces.filter(({ spans }) => (left -= Number(spans)) > -Number(spans))
  return toTopology(records())

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

const MAX_TRACES = 20_000
const MAX_SPANS = 100_000
