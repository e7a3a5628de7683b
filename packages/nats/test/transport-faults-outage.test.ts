import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { startNatsServer } from '@hopscope/nats-server'
import { createClient, startService } from '@hopscope/nats/transport'
import { readDeadLetter } from '@hopscope/observe/headers'
import { InMemoryTelemetry } from '@hopscope/observe/testing'
import { expect, test, vi } from 'vitest'
import { startLink } from './transport-faults-link.ts'
import {
  ACK_WAIT_MS,
  countOf,
  DEAD_LETTERS,
  EVENT_CONSUMER,
  EVENTS,
  IMPATIENT,
  isDrained,
  startServiceWorld,
  type ServiceWorld,
} from './transport-service-world.ts'

test('a message whose ack got lost with the connection is delivered again, and then acknowledged', async () => {
  await using world = await startServiceWorld()
  await using link = await startLink(world.pair.server.port)
  await using connection = await connectPatiently(link.url)
  const counts: number[] = []
  await using _ = await startService(connection, {
    ...OPTIONS,
    tracing: { telemetry: world.telemetry },
    events: {
      doomed: (__, { deliveryCount, message }) => {
        counts.push(deliveryCount)
        // What it sends from here on is lost with the connection.
        if (deliveryCount === 1) Object.assign(message, { ack: () => link.cut() })
      },
    },
  })

  await world.client.publish('doomed', {})
  await drained(world)
  await untilProcessed(world.telemetry, 2)

  expect(counts).toEqual([1, 2])
  expect(fates(world.telemetry)).toEqual([
    [1, []],
    [2, ['ack']],
  ])
  expect(await countOf(world, DEAD_LETTERS)).toBe(0)
})

test('a handler that outlasts the connection has its message settled when there is one again', async () => {
  await using world = await startServiceWorld()
  await using link = await startLink(world.pair.server.port)
  await using connection = await connectPatiently(link.url)
  await using _ = await startService(connection, {
    ...OPTIONS,
    tracing: { telemetry: world.telemetry },
    events: {
      doomed: async () => {
        const back = reconnected(connection)
        link.cut()
        await back
      },
    },
    consumers: { event: { ack_wait: 30e9 } },
  })

  await world.client.publish('doomed', {})
  await drained(world)
  await untilProcessed(world.telemetry, 1)

  expect(fates(world.telemetry)).toEqual([[1, ['ack']]])
})

test('what is done while there is no connection is settled when there is one', async () => {
  await using world = await startServiceWorld()
  await using link = await startLink(world.pair.server.port)
  await using connection = await connectPatiently(link.url)
  const done = Promise.withResolvers<void>()
  await using _ = await startService(connection, {
    ...OPTIONS,
    tracing: { telemetry: world.telemetry },
    events: {
      doomed: async () => {
        const lost = until(connection, 'disconnect')
        link.down()
        await lost
        done.resolve()
      },
    },
    consumers: { event: { ack_wait: 30e9 } },
  })

  await world.client.publish('doomed', {})
  await done.promise
  await until(connection, 'reconnecting')
  link.up()
  await drained(world)
  await untilProcessed(world.telemetry, 1)

  expect(fates(world.telemetry)).toEqual([[1, ['ack']]])
})

test('a dead letter whose acknowledgement got lost is stored once', async () => {
  await using world = await startServiceWorld()
  await using link = await startLink(world.pair.server.port)
  await using connection = await connectPatiently(link.url)
  await using _ = await startService(connection, {
    ...OPTIONS,
    tracing: { telemetry: world.telemetry },
    events: {
      doomed: () => {
        link.mute()
        throw new Error('always')
      },
    },
    consumers: { event: { ack_wait: 30e9, max_deliver: 1 } },
  })

  await world.client.publish('doomed', { id: 1 })
  await vi.waitFor(async () => expect(await countOf(world, DEAD_LETTERS)).toBe(1), PATIENCE)
  link.cut()
  await drained(world)
  await untilProcessed(world.telemetry, 1)

  expect(await countOf(world, DEAD_LETTERS)).toBe(1)
  expect(fates(world.telemetry)).toEqual([[1, ['dead_letter', 'term', 'exception']]])
}, 20_000)

test('a service goes on when the connection comes back', async () => {
  await using world = await startServiceWorld()
  await using link = await startLink(world.pair.server.port)
  await using connection = await connectPatiently(link.url)
  const handled: unknown[] = []
  await using service = await startService(connection, {
    ...OPTIONS,
    tracing: { telemetry: world.telemetry },
    events: { doomed: (data) => handled.push(data) },
    ordered: { status: (data) => handled.push(data) },
    commands: { ping: () => 'pong' },
  })
  const back = reconnected(connection)

  link.cut()
  await back
  await world.client.publish('doomed', 1)
  await world.client.publishOrdered('status', 2)

  expect(await world.client.request('ping', {})).toBe('pong')
  await vi.waitFor(() => expect(new Set(handled)).toEqual(new Set([1, 2])), PATIENCE)
  expect((await service.health()).status).toBe('ok')
})

test('messages outlive a server that is restarted while they are handled', async () => {
  const storeDir = await mkdtemp(join(tmpdir(), 'hopscope-'))
  const telemetry = new InMemoryTelemetry()
  const first = await startNatsServer({ storeDir })
  const connection = await connectPatiently(first.url)
  const gate = Promise.withResolvers<void>()
  const handled = new Map<unknown, number>()
  const service = await startService(connection, {
    ...OPTIONS,
    tracing: { telemetry, lost: 'off' },
    events: {
      doomed: async (data, { deliveryCount }) => {
        handled.set(data, deliveryCount)
        await gate.promise
      },
    },
    ordered: { status: (data) => void handled.set(data, 1) },
  })
  const client = createClient(connection, { name: 'gateway', target: 'orders' })
  await client.publish('doomed', 1)
  await client.publish('doomed', 2)
  await client.publishOrdered('status', 'a')
  await vi.waitFor(() => expect(handled.size).toBe(3), PATIENCE)

  await first.stop({ graceMs: 0 })
  await using _ = await startNatsServer({ storeDir, port: first.port })
  await vi.waitFor(async () => expect((await service.health()).status).toBe('ok'), PATIENCE)
  gate.resolve()
  await publishSomehow(() => client.publish('doomed', 3))
  await publishSomehow(() => client.publishOrdered('status', 'b'))
  const manager = await jetstreamManager(connection)
  await vi.waitFor(async () => {
    expect([...handled.keys()].map(String).toSorted()).toEqual(['1', '2', '3', 'a', 'b'])
    expect((await manager.streams.info(EVENTS)).state.messages).toBe(0)
    expect((await manager.consumers.info(EVENTS, EVENT_CONSUMER)).num_ack_pending).toBe(0)
  }, PATIENCE)

  expect((await manager.streams.info(DEAD_LETTERS)).state.messages).toBe(0)
  await service.stop()
  // Each has an ack in the end, of whichever delivery.
  const acked = telemetry.spansNamed(PROCESS).filter(isAcked)
  const sequences = acked.map(
    ({ attributes }) => attributes['messaging.nats.message.stream_sequence'],
  )
  expect(new Set(sequences)).toEqual(new Set([1, 2, 3]))
  await connection.close()
  await rm(storeDir, { recursive: true, force: true })
}, 30_000)

test('a message of a process that is killed is handled by another', async () => {
  await using world = await startServiceWorld()
  const worker = await spawnWorker(world, 3)
  await world.client.publish('doomed', { id: 1 })
  await worker.handling

  worker.child.kill('SIGKILL')
  await once(worker.child, 'exit')
  const handled: unknown[] = []
  await world.start({ events: { doomed: (data) => handled.push(data) }, consumers: IMPATIENT })
  await drained(world)
  await untilProcessed(world.telemetry, 1)

  expect(handled).toEqual([{ id: 1 }])
  expect(await countOf(world, DEAD_LETTERS)).toBe(0)
  const [publish] = world.telemetry.spansNamed(`publish ${SUBJECT}`)
  const [span] = world.telemetry.spansNamed(PROCESS)
  expect(span?.traceId).toBe(publish?.traceId)
  expect(fates(world.telemetry)).toEqual([[2, ['ack']]])
}, 20_000)

test('a message whose last handler is killed with its process is a dead letter', async () => {
  await using world = await startServiceWorld()
  const worker = await spawnWorker(world, 1)
  await world.client.publish('doomed', { id: 1 })
  await worker.handling
  const handled: unknown[] = []
  await world.start({ events: { doomed: (data) => handled.push(data) }, provision: 'bind' })

  worker.child.kill('SIGKILL')
  await once(worker.child, 'exit')
  await vi.waitFor(async () => expect(await countOf(world, DEAD_LETTERS)).toBe(1), PATIENCE)
  await drained(world)
  await world.telemetry.until(() => world.telemetry.spansNamed(GIVEN_UP).length === 1)

  expect(handled).toEqual([])
  const letter = await world.manager.streams.getMessage(DEAD_LETTERS, { seq: 1 })
  expect(letter?.json()).toEqual({ id: 1 })
  expect(readDeadLetter(letter?.header)).toMatchObject({
    reason: 'delivered 1 times, and never settled',
    stream: EVENTS,
    deliveryCount: 1,
  })
  const [publish] = world.telemetry.spansNamed(`publish ${SUBJECT}`)
  expect(world.telemetry.spansNamed(GIVEN_UP)).toMatchObject([
    {
      parentSpanId: publish?.spanId,
      status: { code: 'error' },
      attributes: {
        'messaging.nats.dead_letter.outcome': 'stored',
        'messaging.nats.message.stream_sequence': 1,
        'error.type': 'DeliveriesExhausted',
      },
    },
  ])
}, 20_000)

test('a message whose last handler was killed while nobody else was there is a dead letter too', async () => {
  await using world = await startServiceWorld()
  const worker = await spawnWorker(world, 1)
  await world.client.publish('doomed', { id: 1 })
  await worker.handling
  worker.child.kill('SIGKILL')
  await once(worker.child, 'exit')
  await vi.waitFor(async () => {
    const { num_ack_pending } = await world.manager.consumers.info(EVENTS, EVENT_CONSUMER)
    expect(num_ack_pending).toBe(0)
  }, PATIENCE)

  const handled: unknown[] = []
  const events = { doomed: (data: unknown) => handled.push(data) }
  await Promise.all([1, 2].map(() => world.start({ events, provision: 'bind' })))
  await world.client.publish('doomed', { id: 2 })
  await vi.waitFor(async () => expect(await countOf(world, DEAD_LETTERS)).toBe(1), PATIENCE)
  await drained(world)

  expect(handled).toEqual([{ id: 2 }])
  expect(world.problems).toEqual([])
  expect(await countOf(world, DEAD_LETTERS)).toBe(1)
}, 20_000)

const GIVEN_UP = 'dead_letter orders__microservice.ev.doomed'
const SUBJECT = 'orders__microservice.ev.doomed'
const PROCESS = `process ${SUBJECT}`
const PATIENCE = { timeout: 15_000, interval: 50 }

const OPTIONS = {
  name: 'orders',
  consumers: IMPATIENT,
  streams: {
    event: { max_bytes: 10_000_000 },
    ordered: { max_bytes: 10_000_000 },
    'dead-letter': { max_bytes: 10_000_000 },
  },
} as const

function connectPatiently(servers: string): Promise<NatsConnection> {
  return connect({ servers, reconnectTimeWait: 20, maxReconnectAttempts: -1 })
}

/** Done when the connection was lost and is back. */
function reconnected(connection: NatsConnection): Promise<void> {
  return until(connection, 'reconnect')
}

async function until(connection: NatsConnection, status: string): Promise<void> {
  for await (const { type } of connection.status()) if (type === status) return
}

async function drained(world: ServiceWorld): Promise<void> {
  await vi.waitFor(async () => expect(await isDrained(world)).toBe(true), PATIENCE)
}

async function untilProcessed(telemetry: InMemoryTelemetry, count: number): Promise<void> {
  await telemetry.until(() => telemetry.spansNamed(PROCESS).length >= count)
}

/** Of each handling, the delivery and what its span tells of the settlement. */
function fates(telemetry: InMemoryTelemetry): readonly unknown[] {
  return telemetry
    .spansNamed(PROCESS)
    .map(({ attributes, events }) => [
      attributes['messaging.nats.message.delivery_count'],
      events.map(({ name }) => name).filter((name) => name !== 'in_progress'),
    ])
}

function isAcked({ events }: { readonly events: readonly { readonly name: string }[] }): boolean {
  return events.some(({ name }) => name === 'ack')
}

/** Publishes as soon as the streams of a restarted server have a leader. */
async function publishSomehow(publish: () => Promise<unknown>): Promise<void> {
  await vi.waitFor(publish, PATIENCE)
}

interface KillableWorker {
  readonly child: ChildProcess
  /** Done when it has its message. */
  readonly handling: Promise<void>
}

/** Starts a process that never comes to an end with its message. */
async function spawnWorker({ pair }: ServiceWorld, maxDeliver: number): Promise<KillableWorker> {
  const script = new URL('transport-faults-worker.ts', import.meta.url).pathname
  const options = ['--conditions=@hopscope/source', script]
  const child = spawn(
    process.execPath,
    [...options, pair.server.url, String(ACK_WAIT_MS), String(maxDeliver)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  expect((await lines.next()).value).toBe('ready')
  const handling = lines.next().then(({ value }) => expect(value).toBe('handling'))
  return { child, handling }
}
