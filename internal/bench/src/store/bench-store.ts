import { startNatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream, TraceCollector } from '@hopscope/telemetry'
import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { connect } from '@nats-io/transport-node'
import { ROOT_CONTEXT, SpanKind, trace } from '@opentelemetry/api'
import type { BenchmarkOptions } from '../benchmark.ts'
import { compareSlices } from '../compare-slices.ts'
import type { Ratio } from '../ratio.ts'
import { JsonStore } from './json-store.ts'

/** How large a slice is; the default is as large as its noise asks for. */
export interface StoreSize {
  /** @default 4_000 */
  readonly jsonSpans?: number
  /** @default 40_000 */
  readonly batchedSpans?: number
}

/** How long it takes until so many spans are stored, with all that this takes in the service. */
export async function benchStore(
  { slices }: BenchmarkOptions,
  { jsonSpans = 4_000, batchedSpans = 40_000 }: StoreSize = {},
): Promise<readonly Ratio[]> {
  await using server = await startNatsServer()
  await using connection = await connect({ servers: server.url })
  await ensureTelemetryStream(connection)
  const { stats, json, ours } = await measure(connection, slices, { jsonSpans, batchedSpans })
  if (stats.dropped > 0) throw new Error(`${stats.dropped} spans were not stored`)
  return [
    compareSlices(
      {
        name: 'store: a JSON message a span / ours',
        a: 'Nats-Msg-Id, 2000 on their way at a time',
        b: `TraceCollector, ${BATCH_SPANS} spans a message`,
        goal: 10,
      },
      json,
      ours,
    ),
  ]
}

const BATCH_SPANS = 64
/** Slices that warm the code up and the server, and are not counted. */
const WARM_SLICES = 2

async function measure(connection: NatsConnection, slices: number, size: Required<StoreSize>) {
  const store = new JsonStore(connection, { window: 2_000 })
  await using collector = new TraceCollector(connection, {
    service: 'bench',
    maxBatchSpans: BATCH_SPANS,
    maxQueuedSpans: size.batchedSpans,
    maxInFlight: 64,
  })
  const jsonMicros: number[] = []
  const ourMicros: number[] = []
  for (let slice = -WARM_SLICES; slice < slices; slice++) {
    const [json, ours] = await inTurns(
      slice,
      () => storeJson(store, size.jsonSpans),
      () => storeOurs(collector, size.batchedSpans),
    )
    await purge(connection)
    if (slice < 0) continue
    jsonMicros.push(json / size.jsonSpans)
    ourMicros.push(ours / size.batchedSpans)
  }
  store.close()
  return { stats: collector.stats, json: jsonMicros, ours: ourMicros }
}

// The order turns around from slice to slice, so that what else the machine does meets both.
async function inTurns(
  slice: number,
  one: () => Promise<void>,
  two: () => Promise<void>,
): Promise<readonly [one: number, two: number]> {
  if (slice % 2 === 0) return [await microsOf(one), await microsOf(two)]
  const second = await microsOf(two)
  return [await microsOf(one), second]
}

async function microsOf(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) * 1000
}

async function storeJson(store: JsonStore, spans: number): Promise<void> {
  for (let at = 0; at < spans; at++) await store.store(at)
  await store.flush()
}

async function storeOurs(collector: TraceCollector, spans: number): Promise<void> {
  const tracer = collector.getTracer('bench')
  const root = trace.setSpan(ROOT_CONTEXT, tracer.startSpan('root', {}, ROOT_CONTEXT))
  for (let at = 0; at < spans; at++) {
    const attributes = { 'messaging.system': 'nats', 'messaging.message.body.size': at }
    tracer.startSpan('publish orders.new', { kind: SpanKind.PRODUCER, attributes }, root).end()
    // A service does something else now and then, and acknowledgements come in.
    if (at % 1024 === 1023) await new Promise((resolve) => setImmediate(resolve))
  }
  await collector.flush()
}

async function purge(connection: NatsConnection): Promise<void> {
  const manager = await jetstreamManager(connection)
  await manager.streams.purge('TELEMETRY')
}
