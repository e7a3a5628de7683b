import type { SpanData } from '@hopscope/observe/otlp'
import { goJson, goMap, goTime } from './go-text.ts'

/**
 * A span as the first DagNats wrote it, and as its documentation has it: ids in hex, times as text.
 *
 * It has no links, and no status but `ok` and `error`.
 */
export function formatDagnatsV1Span(span: SpanData, service: string): string {
  const { startTimeUnixNano: start, endTimeUnixNano: end, status } = span
  return goJson({
    trace_id: span.traceId,
    span_id: span.spanId,
    parent_id: span.parentSpanId,
    name: span.name,
    service,
    kind: span.kind === 'unspecified' ? 'internal' : span.kind,
    start_time: goTime(start),
    end_time: goTime(end),
    duration_ms: Number((end - start) / 1_000_000n),
    status: status.code === 'error' ? 'error' : 'ok',
    attributes: goMap(span.attributes),
    events:
      span.events.length === 0
        ? undefined
        : span.events.map(({ name, timeUnixNano, attributes }) => ({
            name,
            time: goTime(timeUnixNano),
            attributes: goMap(attributes),
          })),
    error: status.message || undefined,
  })
}
