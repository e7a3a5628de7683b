import { naiveSpans, type NaiveAttributes, type NaiveSpan } from './naive-spans.ts'

/** Trace events to OTLP as JSON, by {@link naiveSpans} and `JSON.stringify`. */
export function naiveJson(payloads: readonly Uint8Array[]): Uint8Array {
  const resourceSpans = payloads.map((payload) => {
    const { resource, spans } = naiveSpans(payload)
    return {
      resource: { attributes: toKeyValues(resource) },
      scopeSpans: [{ scope: { name: 'naive' }, spans: spans.map((span) => toJsonSpan(span)) }],
    }
  })
  return new TextEncoder().encode(JSON.stringify({ resourceSpans }))
}

function toJsonSpan(span: NaiveSpan): object {
  return {
    traceId: span.traceId,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: 1,
    startTimeUnixNano: String(span.startUnixNano),
    endTimeUnixNano: String(span.endUnixNano),
    attributes: toKeyValues(span.attributes),
    events: span.events.map(({ name, unixNano, attributes }) => ({
      name,
      timeUnixNano: String(unixNano),
      attributes: toKeyValues(attributes),
    })),
  }
}

function toKeyValues(attributes: NaiveAttributes): readonly object[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }))
}
