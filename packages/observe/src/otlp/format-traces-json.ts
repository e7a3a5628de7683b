import type { Json } from './format-attributes.ts'
import { formatFrames } from './frames/format-frames.ts'
import { formatGiven, formatList } from './frames/format-source.ts'
import {
  SPAN_KINDS,
  type SpanData,
  type SpanEvent,
  type SpanLink,
  type SpanStatus,
  type TraceData,
} from './model.ts'
import { isGiven, STATUS_CODES } from './status-codes.ts'
import { TRACE_FRAME } from './trace-frame.ts'

/**
 * Writes OTLP/JSON, on one line: ids in hex, enums as numbers, 64-bit integers as strings.
 *
 * What is absent or empty is left out, so that the text is no longer than it needs to be.
 */
export function formatTracesJson(data: TraceData): string {
  return formatFrames(TRACE_FRAME, data.resourceSpans, formatSpan)
}

function formatSpan(span: SpanData): Json {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    traceState: span.traceState,
    parentSpanId: span.parentSpanId,
    flags: span.flags,
    name: span.name,
    kind: SPAN_KINDS.indexOf(span.kind),
    startTimeUnixNano: span.startTimeUnixNano.toString(),
    endTimeUnixNano: span.endTimeUnixNano.toString(),
    attributes: formatGiven(span.attributes),
    droppedAttributesCount: span.droppedAttributesCount,
    events: formatList(span.events.map(formatEvent)),
    droppedEventsCount: span.droppedEventsCount,
    links: formatList(span.links.map(formatLink)),
    droppedLinksCount: span.droppedLinksCount,
    status: formatStatus(span.status),
  }
}

function formatEvent(event: SpanEvent): Json {
  return {
    timeUnixNano: event.timeUnixNano.toString(),
    name: event.name,
    attributes: formatGiven(event.attributes),
    droppedAttributesCount: event.droppedAttributesCount,
  }
}

function formatLink(link: SpanLink): Json {
  return {
    traceId: link.traceId,
    spanId: link.spanId,
    traceState: link.traceState,
    attributes: formatGiven(link.attributes),
    droppedAttributesCount: link.droppedAttributesCount,
    flags: link.flags,
  }
}

function formatStatus(status: SpanStatus): Json | undefined {
  if (!isGiven(status)) return undefined
  return { code: STATUS_CODES.indexOf(status.code), message: status.message }
}
