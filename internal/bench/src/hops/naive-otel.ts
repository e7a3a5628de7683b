import { SpanKind, SpanStatusCode, type HrTime } from '@opentelemetry/api'
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer'
import { resourceFromAttributes, type Resource } from '@opentelemetry/resources'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { naiveSpans, type NaiveSpan } from './naive-spans.ts'

/** Trace events to OTLP bytes, by {@link naiveSpans} and OpenTelemetry's own serializer. */
export function naiveOtel(payloads: readonly Uint8Array[]): Uint8Array {
  const spans = payloads.flatMap((payload) => {
    const server = naiveSpans(payload)
    const resource = resourceFromAttributes({ ...server.resource })
    return server.spans.map((span) => toReadableSpan(span, resource))
  })
  return ProtobufTraceSerializer.serializeRequest(spans) ?? new Uint8Array()
}

function toReadableSpan(span: NaiveSpan, resource: Resource): ReadableSpan {
  return {
    name: span.name,
    kind: SpanKind.INTERNAL,
    spanContext: () => ({ traceId: span.traceId, spanId: span.spanId, traceFlags: 1 }),
    parentSpanContext: { traceId: span.traceId, spanId: span.parentSpanId, traceFlags: 1 },
    startTime: toHrTime(span.startUnixNano),
    endTime: toHrTime(span.endUnixNano),
    duration: toHrTime(span.endUnixNano - span.startUnixNano),
    ended: true,
    status: { code: SpanStatusCode.UNSET },
    attributes: { ...span.attributes },
    links: [],
    events: span.events.map(({ name, unixNano, attributes }) => ({
      name,
      time: toHrTime(unixNano),
      attributes: { ...attributes },
    })),
    resource,
    instrumentationScope: { name: 'naive' },
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  }
}

function toHrTime(unixNano: bigint): HrTime {
  return [Number(unixNano / 1_000_000_000n), Number(unixNano % 1_000_000_000n)]
}
