import { decodeLogs, formatTracesJson } from '@hopscope/observe/otlp'
import type { JourneySpan } from '@hopscope/path'
import type { JourneyView } from '../../api/journey-view.ts'
import type { TraceEvents } from '../../api/span-detail.ts'
import type { TopologyView } from '../../api/topology-view.ts'
import type { TraceView } from '../../api/trace-view.ts'
import { toJourneyView } from '../../trace/to-journey-view.ts'
import { toTraceMap } from '../../trace/to-trace-map.ts'
import { toTraceView } from '../../trace/to-trace-view.ts'
import { toTraceEvents, type TraceLog } from '../../trace/trace-events.ts'
import { bytesOf } from '../ingest/bytes.ts'
import type { IndexStore } from '../store/index-store.ts'
import type { AskContext } from './ask-context.ts'
import { toResourceSpans, traceNumber, viewedSpansOf } from './trace-spans.ts'

/** A trace as the page draws it. */
export function traceView(context: AskContext, traceId: string): TraceView | undefined {
  const { store } = context
  const id = traceNumber(store, traceId)
  if (id === undefined) return undefined
  const view = toTraceView(viewedSpansOf(store, id, context.deadline), optionsOf(context, traceId))
  const omitted = omittedOf(store, id) + (view.omittedSpans ?? 0)
  return omitted === 0 ? view : { ...view, omittedSpans: omitted }
}

/** The messages of a trace. */
export function traceJourney(context: AskContext, traceId: string): JourneyView | undefined {
  const spans = find(context, traceId)
  return spans && toJourneyView(spans, optionsOf(context, traceId))
}

/** The map of a trace. */
export function traceMap(context: AskContext, traceId: string): TopologyView | undefined {
  const spans = find(context, traceId)
  return spans && toTraceMap(spans, optionsOf(context, traceId))
}

/** The span events and log records of a trace. */
export function traceEvents(context: AskContext, traceId: string): TraceEvents | undefined {
  const spans = find(context, traceId)
  return spans && toTraceEvents(spans, logsOf(context.store, traceId))
}

/** The spans of a trace as OTLP JSON, with nothing lost but what is masked. */
export function traceOtlp({ store, deadline }: AskContext, traceId: string): string | undefined {
  const id = traceNumber(store, traceId)
  if (id === undefined) return undefined
  return formatTracesJson({ resourceSpans: toResourceSpans(store, id, deadline) })
}

/** Log records of a trace, by time; or of one span of it. */
export function logsOf(
  { database }: IndexStore,
  traceId: string,
  spanId?: string,
): readonly TraceLog[] {
  const ofSpan = spanId === undefined ? [] : [bytesOf(spanId)]
  const rows = database
    .prepare(
      `SELECT data FROM logs WHERE trace_id = ? ${spanId === undefined ? '' : 'AND span_id = ?'}
       ORDER BY time, id LIMIT 10000`,
    )
    .all(bytesOf(traceId), ...ofSpan)
  return rows.flatMap(({ data }) => {
    const of = data instanceof Uint8Array ? decodeLogs(data)?.resourceLogs[0] : undefined
    const record = of?.scopeLogs[0]?.logRecords[0]
    return of === undefined || record === undefined ? [] : [{ resource: of.resource, record }]
  })
}

function find(
  { store, deadline }: AskContext,
  traceId: string,
): readonly JourneySpan[] | undefined {
  const id = traceNumber(store, traceId)
  return id === undefined ? undefined : viewedSpansOf(store, id, deadline)
}

function optionsOf({ store }: AskContext, traceId: string) {
  return { traceId, maxRows: store.limits.maxSpansPerTrace }
}

function omittedOf({ database }: IndexStore, id: number): number {
  return Number(
    database.prepare('SELECT omitted FROM traces WHERE id = ?').get(id)?.['omitted'] ?? 0,
  )
}
