import '@hopscope/observe/node'
import { instrument } from '@hopscope/nats'
import { startNatsServer } from '@hopscope/nats-server'
import type { Msg, NatsConnection } from '@nats-io/nats-core'
import { connect } from '@nats-io/transport-node'
import type { BenchmarkOptions } from '../benchmark.ts'
import { compareSlices } from '../compare-slices.ts'
import { measureWaitingSlices } from '../measure-waiting-slices.ts'
import type { Ratio } from '../ratio.ts'
import { byteRecorder } from '../recorders/byte-recorder.ts'
import { otelRecorder } from '../recorders/otel-recorder.ts'
import { consumeByOtel } from './consume-by-otel.ts'
import { startPublisher } from './start-publisher.ts'

/** How large a slice is; the default is as large as its noise asks for. */
export interface ConsumeSize {
  /** @default 15_000 */
  readonly messagesPerSlice?: number
}

/**
 * What it costs to receive a message of 128 bytes with five headers in a callback, in CPU time;
 * another process publishes them.
 */
export async function benchConsume(
  { slices }: BenchmarkOptions,
  { messagesPerSlice: count = 15_000 }: ConsumeSize = {},
): Promise<readonly Ratio[]> {
  await using server = await startNatsServer({ jetstream: false })
  using publisher = await startPublisher(server.url)
  await using bare = await connect({ servers: server.url })
  await using traced = instrument(await connect({ servers: server.url }), {
    tracerProvider: byteRecorder(),
  })
  const otel = otelRecorder()
  const publish = (): void => publisher.publish({ subject: SUBJECT, count })

  const [plain = [], header = [], sdk = [], ours = []] = await measureWaitingSlices(
    [
      { run: () => receive(bare, count, publish, work) },
      { run: () => receive(bare, count, publish, readAndWork) },
      {
        async run() {
          await receive(bare, count, publish, consumeByOtel(otel, work))
          await otel.forceFlush()
        },
      },
      { run: () => receive(traced, count, publish, work) },
    ],
    slices,
  )
  await otel.shutdown()
  return [
    compareSlices(
      { name: 'consume: bare / ours', a: 'headers not read, not traced', b: OURS, goal: 0.5 },
      plain,
      ours,
    ),
    compareSlices(
      { name: 'consume: one header / ours', a: 'one header read, not traced', b: OURS, goal: 1.4 },
      header,
      ours,
    ),
    compareSlices(
      {
        name: 'consume: OpenTelemetry / ours',
        a: 'its SDK, W3C propagator, protobuf serializer',
        b: OURS,
        goal: 4,
      },
      sdk,
      ours,
    ),
  ]
}

const OURS = 'instrument(), context active, spans recorded as OTLP bytes'
const SUBJECT = 'bench.orders.new'

async function receive(
  connection: NatsConnection,
  count: number,
  publish: () => void,
  handler: (message: Msg) => void,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let received = 0
  const subscription = connection.subscribe(SUBJECT, {
    callback: (_, message) => {
      handler(message)
      if (++received === count) resolve()
    },
  })
  // Messages that came before the server knew of the subscription would be waited for in vain.
  await connection.flush()
  publish()
  await promise
  subscription.unsubscribe()
  await connection.flush()
}

let handledBytes = 0

function work({ data }: Msg): void {
  handledBytes += data.length
}

function readAndWork(message: Msg): void {
  handledBytes += message.headers?.get('x-tenant').length ?? 0
  work(message)
}
