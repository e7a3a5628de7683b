import { encodeTraces, type AnyValue, type SpanData } from '@hopscope/observe/otlp'
import type { StoredTelemetry } from '@hopscope/telemetry'

/** A message with spans of one service. */
export function spansOf(
  service: string,
  spans: readonly SpanData[],
  attributes: Readonly<Record<string, AnyValue>> = {},
): StoredTelemetry {
  const resource = { attributes: { 'service.name': service, ...attributes } }
  const resourceSpans = [{ resource, scopeSpans: [{ scope: { name: 'test' }, spans }] }]
  return {
    subject: 'telemetry.spans.test.batch',
    data: encodeTraces({ resourceSpans }),
    headers: [['Content-Type', ['application/x-protobuf']]],
  }
}

/** A span that took 10 ms; ids are numbers, and a trace begins a second after the one of the number before. */
export function span(
  trace: number,
  id: number,
  more: Partial<SpanData> & { readonly attributes?: Readonly<Record<string, AnyValue>> } = {},
): SpanData {
  const startTimeUnixNano = BEGIN + BigInt(trace) * 1_000_000_000n
  return {
    traceId: traceIdOf(trace),
    spanId: spanIdOf(id),
    name: 'work',
    kind: 'internal',
    startTimeUnixNano,
    endTimeUnixNano: (more.startTimeUnixNano ?? startTimeUnixNano) + 10_000_000n,
    attributes: {},
    events: [],
    links: [],
    status: { code: 'unset' },
    ...more,
  }
}

export function traceIdOf(trace: number): string {
  return `a${trace.toString(16).padStart(31, '0')}`
}

export function spanIdOf(id: number): string {
  return `b${id.toString(16).padStart(15, '0')}`
}

/** When the trace of number 0 begins. */
export const BEGIN = 1_790_000_000_000_000_000n
