import { encodeTraces, type ResourceSpans, type SpanData } from '@hopscope/observe/otlp'
import type { StoredTelemetry } from '@hopscope/telemetry'

/** Spans of one trace. */
export const SPANS_PER_TRACE = 10

/** Messages as collectors store them: the spans of a few traces, by service. */
export function* telemetryMessages(traces: number): Generator<StoredTelemetry> {
  for (let from = 0; from < traces; from += TRACES_PER_MESSAGE) {
    const spans = Array.from({ length: Math.min(TRACES_PER_MESSAGE, traces - from) }, (_, at) =>
      spansOfTrace(from + at),
    )
    yield { ...message(spans.flat()), subject: 'telemetry.spans.bench.batch' }
  }
}

/** The message of one trace alone, on a subject that names it. */
export function messageOfTrace(trace: number): StoredTelemetry {
  return { ...message(spansOfTrace(trace)), subject: `telemetry.spans.bench.${traceIdOf(trace)}` }
}

export function traceIdOf(trace: number): string {
  return `b${trace.toString(16).padStart(31, '0')}`
}

const TRACES_PER_MESSAGE = 20
const SERVICES = 20
const OPERATIONS = 8
/** A day, over which the traces are spread. */
const SPREAD_NANOS = 24n * 3_600_000_000_000n
const BEGIN = 1_790_000_000_000_000_000n

interface ServiceSpan {
  readonly service: number
  readonly span: SpanData
}

function message(spans: readonly ServiceSpan[]): Pick<StoredTelemetry, 'data' | 'headers'> {
  const byService = Map.groupBy(spans, ({ service }) => service)
  const resourceSpans: readonly ResourceSpans[] = [...byService].map(([service, own]) => ({
    resource: { attributes: { 'service.name': `service-${service}`, 'service.version': '1.2.3' } },
    scopeSpans: [{ scope: { name: 'bench' }, spans: own.map(({ span }) => span) }],
  }))
  return {
    data: encodeTraces({ resourceSpans }),
    headers: [['Content-Type', ['application/x-protobuf']]],
  }
}

// Each span is the child of one before it, mostly of another service.
function spansOfTrace(trace: number): readonly ServiceSpan[] {
  const start = BEGIN + (BigInt(trace) * SPREAD_NANOS) / 100_000n
  return Array.from({ length: SPANS_PER_TRACE }, (_, at) => {
    const noise = hash(trace * SPANS_PER_TRACE + at)
    const own = start + BigInt(at) * 1_000_000n
    return {
      service: (trace + at * 7) % SERVICES,
      span: {
        traceId: traceIdOf(trace),
        spanId: spanIdOf(trace, at),
        ...(at > 0 && { parentSpanId: spanIdOf(trace, Math.floor((at - 1) / 2)) }),
        name: `operation ${noise % OPERATIONS}`,
        kind: at % 3 === 0 ? 'consumer' : 'internal',
        startTimeUnixNano: own,
        endTimeUnixNano: own + BigInt(100_000 + (noise % 50_000_000)),
        attributes: {
          'messaging.system': 'nats',
          'messaging.destination.name': `orders.${noise % 12}`,
          'messaging.message.body.size': noise % 4096,
          'server.address': 'nats-1.example.com',
          'order.id': `order-${trace}`,
          'tenant.id': `tenant-${trace % 500}`,
        },
        events: [],
        links: [],
        status: { code: noise % 50 === 0 ? 'error' : 'unset' },
      },
    } as const
  })
}

function spanIdOf(trace: number, at: number): string {
  return (trace * SPANS_PER_TRACE + at + 1).toString(16).padStart(16, '0')
}

function hash(value: number): number {
  return (Math.imul(value ^ (value >>> 15), 0x2c1b3c6d) ^ (value << 7)) >>> 0
}
