import { jetstream, type JsMsg } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { startNatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream } from '@hopscope/telemetry'
import { startBridge, type Bridge } from '@hopscope/telemetry/bridge'
import { expect, test } from 'vitest'
import { consumerState, quick, SETTLED } from './bridge-fixture.ts'
import { CountingBackend, type ReceivedRequest } from './counting-backend.ts'
import { deadLetters } from './dead-letters.ts'
import { namesOf, spanRequest, storeSpans } from './store-telemetry.ts'

test('bridges that end before anything is settled, more often than a record is delivered, give up nothing', async () => {
  await using world = await startWorld()
  await storeSpans(world.connection, namesOf('span', 300))

  for (let life = 0; life < 3 * MAX_DELIVERIES; life++) {
    await liveUntil(world, ({ names }) => names.length > 0)
  }
  await liveUntilSettled(world)

  expect(await deadBodies(world)).toEqual([])
  expect(world.taken.size).toBe(300)
}, 60_000)

test.each([
  ['first', 0],
  ['one in the middle', 130],
  ['last', 299],
])(
  'a record that ends every bridge is a dead letter in the end, and takes no other along: the %s',
  async (_, at) => {
    await using world = await startWorld()
    await storeSpans(world.connection, namesOf('span', 300).with(at, 'deadly'))

    for (let life = 0; life < MAX_DELIVERIES; life++) await liveUntil(world, isDeadly)
    await liveUntilSettled(world)

    expect(await deadBodies(world)).toEqual([Buffer.from(spanRequest('deadly'))])
    expect(world.taken.size).toBe(299)
  },
  60_000,
)

test('a record that ends bridges takes none along of those with which it comes at once', async () => {
  await using world = await startWorld()
  await liveUntilSettled(world)
  await storeSpans(world.connection, namesOf('span', 100).with(60, 'deadly'))

  for (const times of [4, 2]) {
    const held = await deliver(world, times)
    await liveUntil(world, isDeadly, async () => {
      await storeSpans(world.connection, namesOf(`before ${times}`, 500))
      await expect.poll(() => world.taken.has(`before ${times} 499`), POLL).toBe(true)
      for (const message of held) message.nak()
    })
  }
  for (const message of await deliver(world, 2)) message.nak()
  await liveUntilSettled(world)

  expect(await deadBodies(world)).toEqual([Buffer.from(spanRequest('deadly'))])
  expect(world.taken.size).toBe(99 + 2 * 500)
}, 60_000)

const MAX_DELIVERIES = 10
const POLL = { timeout: 30_000 }

/** A server with TELEMETRY, and what backends took of it. */
interface World extends AsyncDisposable {
  readonly url: string
  readonly connection: NatsConnection
  readonly taken: Set<string>
}

async function startWorld(): Promise<World> {
  const stack = new AsyncDisposableStack()
  const { url } = stack.use(await startNatsServer())
  const connection = stack.use(await connect({ servers: url }))
  await ensureTelemetryStream(connection)
  const taken = new Set<string>()
  return { url, connection, taken, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

function isDeadly({ names }: ReceivedRequest): boolean {
  return names.includes('deadly')
}

/**
 * A bridge that ends when its backend gets a request of that kind, before it answers. It hands back
 * what it has: to the counts of deliveries that is the same as a crash, without the wait.
 */
async function liveUntil(
  world: World,
  isTheEnd: (request: ReceivedRequest) => boolean,
  meanwhile: () => Promise<void> = async () => {},
): Promise<void> {
  const ended = Promise.withResolvers<void>()
  await live(world, {
    answer: (request) => {
      if (!isTheEnd(request)) return take(world, request)
      ended.resolve()
      return new Promise(() => {})
    },
    during: async () => {
      await meanwhile()
      await ended.promise
    },
  })
}

async function liveUntilSettled(world: World): Promise<void> {
  await live(world, {
    answer: (request) => take(world, request),
    during: async (bridge) => {
      await expect.poll(() => bridge.state).toBe('sending')
      await expect
        .poll(() => consumerState(world.connection).catch(() => undefined), POLL)
        .toEqual(SETTLED)
    },
  })
}

async function live(
  { url }: World,
  life: {
    readonly answer: CountingBackend['answer']
    readonly during: (bridge: Bridge) => Promise<void>
  },
): Promise<void> {
  await using backend = await CountingBackend.start()
  backend.answer = life.answer
  await using connection = await connect({ servers: url })
  const config = { ...quick(backend), maxDeliveries: MAX_DELIVERIES, maxRequests: 1 }
  await using bridge = await startBridge(connection, { ...config, signals: ['traces'] })
  await life.during(bridge)
  await bridge.stop({ timeoutMs: 0 })
}

function take({ taken }: World, { names }: ReceivedRequest): number {
  for (const name of names) taken.add(name)
  return 200
}

/** Has all that is not settled delivered so often; it is in hand then. */
async function deliver(world: World, times: number): Promise<readonly JsMsg[]> {
  const { connection } = world
  const { pending, ackPending } = await consumerState(connection)
  const consumer = await jetstream(connection).consumers.get('TELEMETRY', 'otlp-bridge-traces')
  const held: JsMsg[] = []
  for await (const message of await consumer.fetch({ max_messages: pending + ackPending })) {
    held.push(message)
  }
  if (times === 1) return held
  for (const message of held) message.nak()
  return deliver(world, times - 1)
}

async function deadBodies({ connection }: World): Promise<readonly Buffer[]> {
  return (await deadLetters(connection)).map(({ data }) => Buffer.from(data))
}
