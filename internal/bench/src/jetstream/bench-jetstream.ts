import '@hopscope/observe/node'
import { instrument } from '@hopscope/nats'
import { startNatsServer } from '@hopscope/nats-server'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import type { BenchmarkOptions } from '../benchmark.ts'
import { compareSlices } from '../compare-slices.ts'
import { measureWaitingSlices } from '../measure-waiting-slices.ts'
import type { Ratio } from '../ratio.ts'
import { byteRecorder } from '../recorders/byte-recorder.ts'
import { consumeAll } from './consume-all.ts'
import { fillStream } from './fill-stream.ts'

/** How large a slice is; the default is as large as its noise asks for. */
export interface JetStreamSize {
  /** @default 2_000 */
  readonly publishedPerSlice?: number
  /** @default 5_000 */
  readonly consumedPerSlice?: number
}

/**
 * What it costs to publish to a stream with 500 messages under way, and to consume with an ack for
 * each message, in CPU time. Messages have 128 bytes, those consumed three headers.
 */
export async function benchJetStream(
  { slices }: BenchmarkOptions,
  { publishedPerSlice = 2_000, consumedPerSlice = 5_000 }: JetStreamSize = {},
): Promise<readonly Ratio[]> {
  await using server = await startNatsServer()
  await using bare = await connect({ servers: server.url })
  // The client of nats.js as it is, before the first instrumented connection wraps its methods.
  const client = jetstream(bare)
  const publishBare = client.publish.bind(client)
  await using traced = instrument(await connect({ servers: server.url }), {
    tracerProvider: byteRecorder(),
  })
  const tracedClient = jetstream(traced)
  const manager = await jetstreamManager(bare)
  await manager.streams.add({ name: 'PUBLISHED', subjects: ['bench.published'], max_msgs: 10_000 })
  await manager.streams.add({ name: STREAM, subjects: ['bench.stored'] })
  await fillStream(bare, 'bench.stored', consumedPerSlice)

  const publish = (send: typeof publishBare) => ({
    run: () => publishAll(publishedPerSlice, () => send('bench.published', PAYLOAD)),
  })
  const consume = (connection: typeof bare, way: 'callback' | 'iterator') => ({
    run: () => consumeAll(connection, { stream: STREAM, count: consumedPerSlice, way }),
  })
  const [sentBare = [], sent = [], called = [], ours = [], looped = [], oursLooped = []] =
    await measureWaitingSlices(
      [
        publish(publishBare),
        publish((subject, payload) => tracedClient.publish(subject, payload)),
        consume(bare, 'callback'),
        consume(traced, 'callback'),
        consume(bare, 'iterator'),
        consume(traced, 'iterator'),
      ],
      slices,
    )
  return [
    compareSlices(
      { name: 'jetstream: publish, bare / ours', a: BARE, b: OURS, goal: 0.75 },
      sentBare,
      sent,
    ),
    compareSlices(
      { name: 'jetstream: callback, bare / ours', a: BARE, b: OURS, goal: 0.6 },
      called,
      ours,
    ),
    compareSlices(
      { name: 'jetstream: iterator, bare / ours', a: BARE, b: OURS, goal: 0.7 },
      looped,
      oursLooped,
    ),
  ]
}

const BARE = 'not traced'
const OURS = 'instrument(), spans recorded as OTLP bytes'
const STREAM = 'STORED'
const PAYLOAD = new Uint8Array(128).fill(65)

/** Messages that wait for their acknowledgement at a time. */
const WINDOW = 500

async function publishAll(count: number, publish: () => Promise<unknown>): Promise<void> {
  for (let sent = 0; sent < count; sent += WINDOW) {
    await Promise.all(Array.from({ length: Math.min(WINDOW, count - sent) }, publish))
  }
}
