import { formatAttributes, type Json } from './format-attributes.ts'
import {
  SPAN_KINDS,
  type ResourceSpans,
  type Scope,
  type ScopeSpans,
  type SpanData,
  type SpanEvent,
  type SpanLink,
  type SpanStatus,
  type TraceData,
} from './model.ts'
import { isGiven, STATUS_CODES } from './status-codes.ts'

/**
 * Writes OTLP/JSON, on one line: ids in hex, enums as numbers, 64-bit integers as strings.
 *
 * What is absent or empty is left out, so that the text is no longer than it needs to be.
 */
export function formatTracesJson(data: TraceData): string {
  return JSON.stringify({ resourceSpans: data.resourceSpans.map(formatResourceSpans) })
}

function formatResourceSpans(data: ResourceSpans): Json {
  return {
    resource: { attributes: list(formatAttributes(data.resource.attributes)) },
    scopeSpans: data.scopeSpans.map(formatScopeSpans),
    schemaUrl: data.schemaUrl,
  }
}

function formatScopeSpans(data: ScopeSpans): Json {
  return {
    scope: formatScope(data.scope),
    spans: data.spans.map(formatSpan),
    schemaUrl: data.schemaUrl,
  }
}

function formatScope(scope: Scope): Json {
  return {
    name: scope.name,
    version: scope.version,
    attributes: list(formatAttributes(scope.attributes ?? {})),
  }
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
    attributes: list(formatAttributes(span.attributes)),
    droppedAttributesCount: span.droppedAttributesCount,
    events: list(span.events.map(formatEvent)),
    droppedEventsCount: span.droppedEventsCount,
    links: list(span.links.map(formatLink)),
    droppedLinksCount: span.droppedLinksCount,
    status: formatStatus(span.status),
  }
}

function formatEvent(event: SpanEvent): Json {
  return {
    timeUnixNano: event.timeUnixNano.toString(),
    name: event.name,
    attributes: list(formatAttributes(event.attributes)),
    droppedAttributesCount: event.droppedAttributesCount,
  }
}

function formatLink(link: SpanLink): Json {
  return {
    traceId: link.traceId,
    spanId: link.spanId,
    traceState: link.traceState,
    attributes: list(formatAttributes(link.attributes)),
    droppedAttributesCount: link.droppedAttributesCount,
    flags: link.flags,
  }
}

function formatStatus(status: SpanStatus): Json | undefined {
  if (!isGiven(status)) return undefined
  return { code: STATUS_CODES.indexOf(status.code), message: status.message }
}

function list(items: readonly Json[]): readonly Json[] | undefined {
  return items.length === 0 ? undefined : items
}
