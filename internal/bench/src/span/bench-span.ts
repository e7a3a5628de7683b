import { fixedAttributes } from '@hopscope/observe/recorder'
import { ROOT_CONTEXT, SpanKind, trace, type Tracer, type TracerProvider } from '@opentelemetry/api'
import type { BenchmarkOptions } from '../benchmark.ts'
import { compareSlices } from '../compare-slices.ts'
import { measureWaitingSlices } from '../measure-waiting-slices.ts'
import type { Ratio } from '../ratio.ts'
import { byteRecorder } from '../recorders/byte-recorder.ts'
import { otelRecorder } from '../recorders/otel-recorder.ts'

/** How large a slice is; the default is as large as its noise asks for. */
export interface SpanSize {
  /** @default 20_000 */
  readonly spansPerSlice?: number
}

/** What it costs to record a span below another one and to make OTLP bytes of it, in CPU time. */
export async function benchSpan(
  { slices }: BenchmarkOptions,
  { spansPerSlice: count = 20_000 }: SpanSize = {},
): Promise<readonly Ratio[]> {
  const sdk = otelRecorder()
  const record = {
    sdk: recordAny(sdk),
    any: recordAny(byteRecorder()),
    fixed: recordFixed(byteRecorder()),
  }
  const [otel = [], any = [], fixed = []] = await measureWaitingSlices(
    [
      { run: () => inBatches(count, record.sdk).then(() => sdk.forceFlush()) },
      { run: () => inBatches(count, record.any) },
      { run: () => inBatches(count, record.fixed) },
    ],
    slices,
  )
  await sdk.shutdown()
  const a = 'its SDK with a BatchSpanProcessor, protobuf serializer'
  return [
    compareSlices(
      { name: 'span: OpenTelemetry / ours', a, b: 'seven attributes of any kind', goal: 8 },
      otel,
      any,
    ),
    compareSlices(
      {
        name: 'span: OpenTelemetry / ours of a message',
        a,
        b: 'six of them by fixedAttributes',
        goal: 12,
      },
      otel,
      fixed,
    ),
  ]
}

type Record = (at: number) => void

const SIZE = 'messaging.message.body.size'
const NAME = 'publish orders.new'

function recordAny(provider: TracerProvider): Record {
  const { tracer, context } = belowSpan(provider)
  return (at) => {
    const attributes = {
      'messaging.system': 'nats',
      'messaging.destination.name': 'orders.new',
      'messaging.operation.name': 'publish',
      'messaging.operation.type': 'send',
      'messaging.message.body.size': sizeOf(at),
      'server.address': '127.0.0.1',
      'server.port': 4222,
    }
    tracer.startSpan(NAME, { kind: SpanKind.PRODUCER, attributes }, context).end()
  }
}

function recordFixed(provider: TracerProvider): Record {
  const { tracer, context } = belowSpan(provider)
  const attributes = fixedAttributes({
    'messaging.system': 'nats',
    'messaging.destination.name': 'orders.new',
    'messaging.operation.name': 'publish',
    'messaging.operation.type': 'send',
    'server.address': '127.0.0.1',
    'server.port': 4222,
  })
  const options = { kind: SpanKind.PRODUCER, attributes }
  return (at) => {
    tracer.startSpan(NAME, options, context).setAttribute(SIZE, sizeOf(at)).end()
  }
}

function belowSpan(provider: TracerProvider) {
  const tracer: Tracer = provider.getTracer('bench')
  const context = trace.setSpan(ROOT_CONTEXT, tracer.startSpan('root', {}, ROOT_CONTEXT))
  return { tracer, context }
}

function sizeOf(at: number): number {
  return 100 + (at & 0xff)
}

/** About as many spans as OpenTelemetry's processor exports at a time; between batches it may do so. */
const BATCH_SPANS = 512

async function inBatches(count: number, record: Record): Promise<void> {
  for (let start = 0; start < count; start += BATCH_SPANS) {
    recordBatch(start, Math.min(start + BATCH_SPANS, count), record)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function recordBatch(start: number, end: number, record: Record): void {
  for (let at = start; at < end; at++) record(at)
}
