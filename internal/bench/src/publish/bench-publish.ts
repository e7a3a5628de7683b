import '@hopscope/observe/node'
import { instrument } from '@hopscope/nats'
import { startNatsServer } from '@hopscope/nats-server'
import { headers, type NatsConnection } from '@nats-io/nats-core'
import { connect } from '@nats-io/transport-node'
import { context, ROOT_CONTEXT, trace, type TracerProvider } from '@opentelemetry/api'
import type { BenchmarkOptions } from '../benchmark.ts'
import { compareSlices } from '../compare-slices.ts'
import { measureWaitingSlices } from '../measure-waiting-slices.ts'
import type { Ratio } from '../ratio.ts'
import { byteRecorder } from '../recorders/byte-recorder.ts'
import { otelRecorder } from '../recorders/otel-recorder.ts'
import { publishByOtel } from './publish-by-otel.ts'

/** How large a slice is; the default is as large as its noise asks for. */
export interface PublishSize {
  /** @default 10_000 */
  readonly messagesPerSlice?: number
}

/**
 * What it costs to publish a message of 128 bytes below an active span, in CPU time; nobody
 * subscribes.
 */
export async function benchPublish(
  { slices }: BenchmarkOptions,
  { messagesPerSlice: count = 10_000 }: PublishSize = {},
): Promise<readonly Ratio[]> {
  await using server = await startNatsServer({ jetstream: false })
  await using bare = await connect({ servers: server.url })
  const recorder = byteRecorder()
  await using traced = instrument(await connect({ servers: server.url }), {
    tracerProvider: recorder,
  })
  const otel = otelRecorder()
  const byOtel = publishByOtel(bare, otel)

  const [plain = [], header = [], sdk = [], ours = []] = await measureWaitingSlices(
    [
      { run: () => publishAll(bare, count, () => bare.publish(SUBJECT, PAYLOAD)) },
      { run: () => publishAll(bare, count, () => publishWithHeader(bare)) },
      {
        async run() {
          await belowSpan(otel, () => publishAll(bare, count, () => byOtel(SUBJECT, PAYLOAD)))
          await otel.forceFlush()
        },
      },
      {
        run: () =>
          belowSpan(recorder, () =>
            publishAll(traced, count, () => traced.publish(SUBJECT, PAYLOAD)),
          ),
      },
    ],
    slices,
  )
  await otel.shutdown()
  return [
    compareSlices(
      { name: 'publish: bare / ours', a: 'no headers, not traced', b: OURS, goal: 0.5 },
      plain,
      ours,
    ),
    compareSlices(
      { name: 'publish: one header / ours', a: 'headers().set(), not traced', b: OURS, goal: 1.1 },
      header,
      ours,
    ),
    compareSlices(
      {
        name: 'publish: OpenTelemetry / ours',
        a: 'its SDK, W3C propagator, protobuf serializer',
        b: OURS,
        goal: 5,
      },
      sdk,
      ours,
    ),
  ]
}

const OURS = 'instrument(), spans recorded as OTLP bytes'
const SUBJECT = 'bench.orders.new'
const PAYLOAD = new Uint8Array(128).fill(65)
const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

/** Messages after which the socket gets its turn. */
const TURN_MESSAGES = 1_000

async function publishAll(
  connection: NatsConnection,
  count: number,
  publish: () => void,
): Promise<void> {
  for (let sent = 1; sent <= count; sent++) {
    publish()
    if (sent % TURN_MESSAGES === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  await connection.flush()
}

function publishWithHeader(connection: NatsConnection): void {
  const described = headers()
  described.set('traceparent', TRACEPARENT)
  connection.publish(SUBJECT, PAYLOAD, { headers: described })
}

async function belowSpan(provider: TracerProvider, work: () => Promise<void>): Promise<void> {
  const span = provider.getTracer('bench').startSpan('place orders', {}, ROOT_CONTEXT)
  await context.with(trace.setSpan(ROOT_CONTEXT, span), work)
  span.end()
}
