import type { JourneySpan } from '@hopscope/path'
import type { SpanDetail, SpanDetailLink } from '../../api/span-detail.ts'
import { toDetailLink, toSpanDetail } from '../../trace/span-detail.ts'
import { toSpanLog } from '../../trace/trace-events.ts'
import { bytesOf } from '../ingest/bytes.ts'
import type { AskContext } from './ask-context.ts'
import { readSpans } from './trace-spans.ts'
import { logsOf } from './trace-views.ts'

/** All that is known of one span. */
export function spanDetail(
  context: AskContext,
  { traceId, spanId }: { readonly traceId: string; readonly spanId: string },
): SpanDetail | undefined {
  const entry = findSpan(context, traceId, spanId)
  if (entry === undefined) return undefined
  let looked = 0
  return toSpanDetail(entry, {
    linkedFrom: linkedFrom(context, traceId, spanId),
    logs: logsOf(context.store, traceId, spanId).map(toSpanLog),
    find: (otherTraceId, otherSpanId) =>
      looked++ < MAX_LINKED ? findSpan(context, otherTraceId, otherSpanId) : undefined,
  })
}

/** A span by its ids; `undefined` if the index does not have it. */
export function findSpan(
  { store, deadline }: AskContext,
  traceId: string,
  spanId: string,
): JourneySpan | undefined {
  if (!/^[0-9a-f]{32}$/.test(traceId) || !/^[0-9a-f]{16}$/.test(spanId)) return undefined
  const rows = store.database
    .prepare(
      `SELECT s.source, s.data FROM traces t JOIN spans s ON s.trace = t.id
       WHERE t.trace_id = ? AND s.span_id = ?`,
    )
    .all(bytesOf(traceId), bytesOf(spanId))
  return readSpans(store, rows, deadline)[0]
}

// The link's own attributes are those that the other span gave it.
function linkedFrom(
  { store, deadline }: AskContext,
  traceId: string,
  spanId: string,
): readonly SpanDetailLink[] {
  const rows = store.database
    .prepare(
      `SELECT s.source, s.data FROM links l JOIN spans s ON s.id = l.span
       WHERE l.trace_id = ? AND l.span_id = ? ORDER BY s.start, s.id LIMIT ${MAX_LINKED}`,
    )
    .all(bytesOf(traceId), bytesOf(spanId))
  return readSpans(store, rows, deadline).flatMap((entry) => {
    const { span } = entry
    const link = span.links.find((each) => each.traceId === traceId && each.spanId === spanId)
    if (link === undefined) return []
    const { attributes } = link
    return [toDetailLink({ traceId: span.traceId, spanId: span.spanId, attributes }, entry)]
  })
}

/** The most spans that are told to link to one. */
export const MAX_LINKED = 1_000
