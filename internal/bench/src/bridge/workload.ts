import { encodeTraces, type SpanData } from '@hopscope/observe/otlp'
import { gzipSync } from 'node:zlib'

/** Messages that a bridge is measured with. */
export interface Workload {
  /** The stream that holds them. */
  readonly stream: string
  readonly subject: string
  readonly spansPerMessage: number
  /** What their headers say of messages. */
  readonly headers: Readonly<Record<string, string>>
  /** Made once, and stored again and again. */
  readonly messages: readonly Uint8Array[]
}

/** A span a message, in JSON as DagNats writes it. */
export function jsonWorkload(): Workload {
  return {
    stream: 'JSON',
    subject: 'telemetry.spans.json.run',
    spansPerMessage: 1,
    headers: {},
    messages: SPAN_NUMBERS.map((at) => Buffer.from(JSON.stringify(dagnatsSpan(at)))),
  }
}

/** A hundred spans a message, in OTLP. */
export function batchWorkload(): Workload {
  return {
    stream: 'BATCH',
    subject: 'telemetry.spans.batch.run',
    spansPerMessage: BATCH_SPANS,
    headers: OTLP,
    messages: [encodeBatch()],
  }
}

/** A hundred spans a message, in OTLP that was compressed when it was stored. */
export function gzipWorkload(): Workload {
  return {
    stream: 'GZIP',
    subject: 'telemetry.spans.gzip.run',
    spansPerMessage: BATCH_SPANS,
    headers: { ...OTLP, 'Content-Encoding': 'gzip' },
    messages: [gzipSync(encodeBatch(), { level: 1 })],
  }
}

const BATCH_SPANS = 100
const OTLP = { 'Content-Type': 'application/x-protobuf' }
const SPAN_NUMBERS = Array.from({ length: 512 }, (_, at) => at)
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const START_NANOS = 1_705_314_600_000_000_000n
const ATTRIBUTES = {
  'messaging.system': 'nats',
  'messaging.operation.type': 'send',
  'messaging.operation.name': 'publish',
  'messaging.destination.name': 'orders.new',
  'messaging.client.id': '4711',
  'server.address': 'nats.example.com',
}

function encodeBatch(): Uint8Array {
  const spans = SPAN_NUMBERS.slice(0, BATCH_SPANS).map((at) => spanOf(at))
  const resource = { attributes: { 'service.name': 'bench' } }
  return encodeTraces({
    resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'bench' }, spans }] }],
  })
}

function spanOf(at: number): SpanData {
  return {
    traceId: TRACE_ID,
    spanId: spanIdOf(at),
    parentSpanId: '00f067aa0ba902b7',
    name: 'publish orders.new',
    kind: 'producer',
    startTimeUnixNano: START_NANOS,
    endTimeUnixNano: START_NANOS + BigInt(at),
    attributes: { ...ATTRIBUTES, 'messaging.message.body.size': at },
    events: [],
    links: [],
    status: { code: 'unset' },
  }
}

function dagnatsSpan(at: number): object {
  const texts = Object.entries(ATTRIBUTES).map(([key, stringValue]) => ({
    key,
    value: { stringValue },
  }))
  const size = { key: 'messaging.message.body.size', value: { intValue: String(at) } }
  return {
    traceId: toBase64(TRACE_ID),
    spanId: toBase64(spanIdOf(at)),
    parentSpanId: toBase64('00f067aa0ba902b7'),
    name: 'publish orders.new',
    kind: 'SPAN_KIND_PRODUCER',
    startTimeUnixNano: String(START_NANOS),
    endTimeUnixNano: String(START_NANOS + BigInt(at)),
    attributes: [...texts, size],
    status: {},
  }
}

function spanIdOf(at: number): string {
  return (at + 1).toString(16).padStart(16, '0')
}

function toBase64(hex: string): string {
  return Buffer.from(hex, 'hex').toString('base64')
}
