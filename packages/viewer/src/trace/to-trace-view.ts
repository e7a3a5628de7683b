import type { JourneySpan } from '@hopscope/path'
import type { TraceView } from '../api/trace-view.ts'
import { toGaps } from './gaps.ts'
import { handOvers } from './hand-over.ts'
import { clockContradiction } from './clock-contradiction.ts'
import { roleIndex } from './row-role.ts'
import { rowDetail, rowName } from './row-text.ts'
import { stretchesOf } from './stretches.ts'
import { stringTable } from './string-table.ts'
import { summarizeSpans } from './summarize-trace.ts'
import { timePieces } from './time-pieces.ts'
import { criticalPath, timeShares } from './time-shares.ts'
import { layRows, type RowOptions, type TraceRows } from './trace-rows.ts'
import { verdictOf } from './verdict.ts'

/**
 * A trace as the page draws it, of its spans in any order; `flatten` of `@hopscope/path` gives them
 * from OTLP data. Never throws, whatever is in the spans; time is linear but for sorting.
 */
export function toTraceView(entries: Iterable<JourneySpan>, options: RowOptions = {}): TraceView {
  const rows = layRows(entries, options)
  const { nodes, services } = rows
  const over = handOvers(rows)
  const pieces = timePieces(rows, over)
  const stretches = stretchesOf(rows, over)
  const { summary, flags } = summarizeSpans(rows)
  const time = timeShares(pieces)
  const strings = stringTable()
  const names = nodes.map((node) => strings.indexOf(rowName(node)))
  const serviceIndexes = services.map((service) => strings.indexOf(service))
  const details = nodes.map((node, row) =>
    strings.indexOf(rowDetail(node, node.role === 'hop' ? over.senderOf(row) : undefined)),
  )
  return {
    traceId: rows.traceId,
    summary,
    startUnixNano: String(rows.startTimeUnixNano),
    durationNs: rows.durationNs,
    verdict: verdictOf(rows, {
      summary,
      time,
      attempts: over.attempts,
      contradictionNs: clockContradiction(stretches),
    }),
    strings: strings.values,
    rows: {
      spanIds: spanIdsOf(rows),
      parents: Array.from(rows.parents),
      names,
      services: serviceIndexes,
      roles: rows.roles.map((role) => roleIndex(role)),
      starts: Array.from(rows.starts),
      durations: Array.from(rows.ends, (end, row) => end - (rows.starts[row] ?? 0)),
      flags: flagsOfRows(rows, flags),
      details,
    },
    time,
    gaps: toGaps(rows, over, stretches),
    criticalPath: criticalPath(pieces),
    ...(rows.omittedSpans > 0 && { omittedSpans: rows.omittedSpans }),
  }
}

// Rows are in the order of the spans, with those between them that are missing.
function flagsOfRows({ nodes }: TraceRows, flags: Uint8Array): readonly number[] {
  let span = 0
  return nodes.map(({ role }) => (role === 'missing' ? 0 : (flags[span++] ?? 0)))
}

const NO_SPAN_ID = '0'.repeat(16)

function spanIdsOf({ nodes }: TraceRows): string {
  return nodes
    .map((node) => (node.role === 'missing' ? NO_SPAN_ID : plainId(node.span.spanId)))
    .join('')
}

// Ids stand side by side: one of another length would shift those after it.
function plainId(spanId: string): string {
  return /^[0-9a-f]{16}$/.test(spanId) ? spanId : NO_SPAN_ID
}
