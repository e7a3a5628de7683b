import { Double, type AnyValue, type AttributeMap, type SpanData } from '@hopscope/observe/otlp'
import { textOf, type JsonValue } from './go-text.ts'

/**
 * A span as DagNats writes it today: Protocol Buffers' JSON of OTLP's `Span`, ids in base64 and enums
 * by name.
 *
 * It has no resource, scope, links and flags: the service is in the subject only.
 */
export function formatDagnatsSpan(span: SpanData): string {
  const { message, code } = span.status
  return JSON.stringify({
    traceId: toBase64(span.traceId),
    spanId: toBase64(span.spanId),
    traceState: span.traceState || undefined,
    parentSpanId: span.parentSpanId && toBase64(span.parentSpanId),
    name: span.name || undefined,
    kind: span.kind === 'unspecified' ? undefined : `SPAN_KIND_${span.kind.toUpperCase()}`,
    startTimeUnixNano: span.startTimeUnixNano.toString(),
    endTimeUnixNano: span.endTimeUnixNano.toString(),
    attributes: formatAttributes(span.attributes),
    events: formatEvents(span),
    status: {
      message: message || undefined,
      code: code === 'unset' ? undefined : `STATUS_CODE_${code.toUpperCase()}`,
    },
  })
}

function formatEvents({ events }: SpanData): JsonValue | undefined {
  if (events.length === 0) return undefined
  return events.map(({ name, timeUnixNano, attributes }) => ({
    timeUnixNano: timeUnixNano.toString(),
    name,
    attributes: formatAttributes(attributes),
  }))
}

function formatAttributes(attributes: AttributeMap): JsonValue | undefined {
  const entries = Object.entries(attributes)
  if (entries.length === 0) return undefined
  return entries.map(([key, value]) => ({ key, value: formatValue(value) }))
}

// What is no scalar is a text there.
function formatValue(value: AnyValue): JsonValue {
  if (typeof value === 'boolean') return { boolValue: value }
  if (typeof value === 'bigint') return { intValue: value.toString() }
  if (value instanceof Double) return { doubleValue: value.value }
  if (typeof value !== 'number') return { stringValue: textOf(value) }
  if (Number.isSafeInteger(value)) return { intValue: value.toString() }
  return { doubleValue: Number.isFinite(value) ? value : String(value) }
}

function toBase64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64')
}
