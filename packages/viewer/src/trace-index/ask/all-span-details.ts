import type { JourneySpan } from '@hopscope/path'
import type { SpanDetail, SpanDetailLink, SpanLog } from '../../api/span-detail.ts'
import { toDetailLink, toSpanDetail } from '../../trace/span-detail.ts'
import { toSpanLog } from '../../trace/trace-events.ts'
import { bytesOf } from '../ingest/bytes.ts'
import type { AskContext } from './ask-context.ts'
import { findSpan, MAX_LINKED } from './span-detail.ts'
import { readSpans, traceNumber, viewedSpansOf } from './trace-spans.ts'
import { logsOf } from './trace-views.ts'

/** All that is known of each span of a trace, by its id: what {@link spanDetail} tells, in one answer. */
export function allSpanDetails(
  context: AskContext,
  traceId: string,
): Readonly<Record<string, SpanDetail>> | undefined {
  const { store, deadline } = context
  const id = traceNumber(store, traceId)
  if (id === undefined) return undefined
  const spans = viewedSpansOf(store, id, deadline)
  const own = new Map(spans.map((entry) => [entry.span.spanId, entry]))
  const linkedFrom = linksTo(context, traceId)
  const logs = logsBySpan(context, traceId)
  const find = (otherTraceId: string, otherSpanId: string): JourneySpan | undefined =>
    otherTraceId === traceId ? own.get(otherSpanId) : findSpan(context, otherTraceId, otherSpanId)

  const details = spans.map((entry) => {
    deadline.check()
    const { spanId } = entry.span
    const surroundings = { linkedFrom: linkedFrom.get(spanId) ?? [], logs: logs.get(spanId) ?? [] }
    return [spanId, toSpanDetail(entry, { ...surroundings, find })] as const
  })
  return Object.fromEntries(details)
}

// The links to each span of the trace, by the start of the spans that have them.
function linksTo(
  { store, deadline }: AskContext,
  traceId: string,
): ReadonlyMap<string, readonly SpanDetailLink[]> {
  const rows = store.database
    .prepare(
      `SELECT source, data FROM spans
       WHERE id IN (SELECT span FROM links WHERE trace_id = ?) ORDER BY start, id`,
    )
    .iterate(bytesOf(traceId))
  const linked = new Map<string, SpanDetailLink[]>()
  for (const entry of readSpans(store, rows, deadline)) {
    const { span } = entry
    const told = new Set<string>()
    for (const link of span.links) {
      // Of two links to one span the first is told, as where one span is asked for.
      if (link.traceId !== traceId || told.has(link.spanId)) continue
      told.add(link.spanId)
      const { attributes } = link
      const from = { traceId: span.traceId, spanId: span.spanId, attributes }
      const links = linked.get(link.spanId) ?? []
      linked.set(link.spanId, links)
      if (links.length < MAX_LINKED) links.push(toDetailLink(from, entry))
    }
  }
  return linked
}

function logsBySpan(
  { store }: AskContext,
  traceId: string,
): ReadonlyMap<string, readonly SpanLog[]> {
  const bySpan = Map.groupBy(logsOf(store, traceId), ({ record }) => record.spanId ?? '')
  return new Map([...bySpan].map(([spanId, logs]) => [spanId, logs.map(toSpanLog)]))
}
