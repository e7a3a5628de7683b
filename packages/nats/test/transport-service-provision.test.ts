import { readFileSync } from 'node:fs'
import { RetentionPolicy } from '@nats-io/jetstream'
import { startService } from '@hopscope/nats/transport'
import { expect, test } from 'vitest'
import {
  DEAD_LETTERS,
  EVENT_CONSUMER,
  EVENTS,
  startServiceWorld,
} from './transport-service-world.ts'

// What nestjs-jetstream made of the same handlers.
const PEER = new URL(
  '../../../internal/interop/nestjs/test/fixtures/90-infrastructure.json',
  import.meta.url,
)

test('streams and consumers are made as the contract has them', async () => {
  await using world = await startServiceWorld()
  await world.start({
    streams: { event: { allow_msg_schedules: true, allow_msg_ttl: true } },
    events: { 'orders.created': () => {} },
    broadcasts: { 'config.updated': () => {} },
    ordered: { 'orders.status': () => {} },
    deadLetters: { stream: false },
  })
  await world.start({
    name: 'billing',
    streams: {},
    rpc: { mode: 'jetstream' },
    commands: { charge: () => {} },
  })

  const { streams, consumers } = recorded()
  const found = await Promise.all(
    streams.map(async ({ name }) => (await world.manager.streams.info(name)).config),
  )
  const durables = await Promise.all(
    consumers.map(
      async ({ stream, name }) => (await world.manager.consumers.info(stream, name)).config,
    ),
  )
  expect(found).toMatchObject(streams)
  expect(durables).toMatchObject(consumers.map(({ config }) => config))
})

test('dead letters are kept for 30 days, in a stream whose subject has its name', async () => {
  await using world = await startServiceWorld()
  await world.start({ events: { 'orders.created': () => {} } })

  const { config } = await world.manager.streams.info(DEAD_LETTERS)

  expect(config).toMatchObject({
    subjects: [DEAD_LETTERS],
    retention: 'limits',
    max_age: 30 * 86_400e9,
  })
})

test('a service without handlers of a kind makes nothing for it', async () => {
  await using world = await startServiceWorld()
  await world.start({ commands: { ping: () => {} } })

  expect(await world.manager.streams.names().next()).toEqual([])
})

test('a stream that exists is adopted, and what it has otherwise is told and left', async () => {
  await using world = await startServiceWorld()
  await world.manager.streams.add({
    name: EVENTS,
    subjects: ['orders__microservice.ev.>', 'orders.legacy'],
    retention: RetentionPolicy.Workqueue,
    max_msgs: 5,
  })

  await world.start({
    events: { 'orders.created': () => {} },
    streams: { event: { max_msgs: 10 }, 'dead-letter': { max_bytes: 1e6 } },
  })

  expect(world.problems).toMatchObject([
    {
      code: 'STREAM_MISMATCH',
      stream: EVENTS,
      difference: { field: 'max_msgs', wanted: 10, found: 5 },
      message: `stream ${EVENTS} has max_msgs 5, not 10`,
    },
  ])
  expect((await world.manager.streams.info(EVENTS)).config.max_msgs).toBe(5)
})

test('a stream of another retention is told', async () => {
  await using world = await startServiceWorld()
  await world.manager.streams.add({ name: EVENTS, subjects: ['orders__microservice.ev.>'] })

  await world.start({ events: { 'orders.created': () => {} } })

  expect(world.problems).toMatchObject([
    { difference: { field: 'retention', wanted: 'workqueue', found: 'limits' } },
    { code: 'STREAM_MISMATCH', difference: { field: 'max_bytes' } },
  ])
})

test('what is asked for is changed by an update, and subjects of others stay', async () => {
  await using world = await startServiceWorld()
  await world.manager.streams.add({
    name: EVENTS,
    subjects: ['orders.legacy'],
    retention: RetentionPolicy.Workqueue,
    max_msgs: 5,
  })

  await world.start({
    events: { 'orders.created': () => {} },
    streams: { event: { max_msgs: 10 }, 'dead-letter': { max_bytes: 1e6 } },
    provision: 'update',
  })

  expect(world.problems).toEqual([])
  expect((await world.manager.streams.info(EVENTS)).config).toMatchObject({
    max_msgs: 10,
    subjects: ['orders.legacy', 'orders__microservice.ev.>'],
  })
})

test('what NATS does not change is told in an update too', async () => {
  await using world = await startServiceWorld()
  await world.manager.streams.add({ name: EVENTS, subjects: ['orders__microservice.ev.>'] })

  await world.start({
    events: { 'orders.created': () => {} },
    streams: { 'dead-letter': { max_bytes: 1e6 } },
    provision: 'update',
  })

  expect(world.problems).toMatchObject([
    { code: 'STREAM_MISMATCH', difference: { field: 'retention' } },
  ])
})

test('a consumer that exists is adopted, and what it has otherwise is told and left', async () => {
  await using world = await startServiceWorld()
  await (await world.start(EVENT)).stop()

  await world.start({ ...EVENT, consumers: { event: { max_deliver: 9 } } })

  expect(world.problems).toMatchObject([
    {
      code: 'CONSUMER_MISMATCH',
      consumer: EVENT_CONSUMER,
      difference: { field: 'max_deliver', wanted: 9, found: 3 },
    },
  ])
})

test('a consumer is changed by an update', async () => {
  await using world = await startServiceWorld()
  await (await world.start(EVENT)).stop()

  await world.start({ ...EVENT, consumers: { event: { max_deliver: 9 } }, provision: 'update' })

  expect(world.problems).toEqual([])
  const { config } = await world.manager.consumers.info(EVENTS, EVENT_CONSUMER)
  expect(config).toMatchObject({ max_deliver: 9, ack_wait: 10e9 })
})

test('the consumer of broadcasts takes what there are handlers for now', async () => {
  await using world = await startServiceWorld()
  await (await world.start({ broadcasts: { one: () => {} } })).stop()
  await (await world.start({ broadcasts: { one: () => {}, two: () => {} } })).stop()
  const both = await broadcastFilter()
  await (await world.start({ broadcasts: { two: () => {} } })).stop()

  expect(both).toEqual([undefined, ['broadcast.one', 'broadcast.two']])
  expect(await broadcastFilter()).toEqual(['broadcast.two', undefined])
  expect(world.problems).toEqual([])

  async function broadcastFilter(): Promise<unknown> {
    const name = 'orders__microservice_broadcast-consumer'
    const { config } = await world.manager.consumers.info('broadcast-stream', name)
    return [config.filter_subject, config.filter_subjects]
  }
})

test('bound to what exists, a service makes nothing', async () => {
  await using world = await startServiceWorld()

  await expect(world.start({ ...EVENT, provision: 'bind' })).rejects.toMatchObject({
    code: 'PROVISION_FAILED',
    message: `stream ${EVENTS} does not exist`,
  })
  expect(await world.manager.streams.names().next()).toEqual([])
})

test('bound to what exists, a service works', async () => {
  await using world = await startServiceWorld()
  await (await world.start(EVENT)).stop()
  const handled = Promise.withResolvers<unknown>()

  await world.start({ events: { 'orders.created': handled.resolve }, provision: 'bind' })
  await world.client.publish('orders.created', { id: 1 })

  expect(await handled.promise).toEqual({ id: 1 })
})

test('two instances that start at once make everything once', async () => {
  await using world = await startServiceWorld()

  const services = await Promise.all([1, 2, 3].map(() => world.start(EVENT)))

  expect(services).toHaveLength(3)
  expect(world.problems).toEqual([])
})

test('a stream that cannot be made is said with the reason of the server', async () => {
  await using world = await startServiceWorld()
  await world.manager.streams.add({ name: 'OTHER', subjects: ['orders__microservice.ev.>'] })

  await expect(world.start(EVENT)).rejects.toMatchObject({
    code: 'PROVISION_FAILED',
    message: expect.stringContaining('overlap'),
  })
})

test.each([
  [{ name: 'or.ders' }, 'NAME_INVALID'],
  [{ events: { 'a..b': () => {} } }, 'NAME_INVALID'],
  [{ events: { 'a.*': () => {} } }, 'NAME_INVALID'],
  [{ rpc: { concurrency: 0 } }, 'OPTION_INVALID'],
  [{ rpc: { timeoutMs: Number.NaN } }, 'OPTION_INVALID'],
  [{ delivery: { backoffMs: [1, -1] } }, 'OPTION_INVALID'],
])('a service is not started with %j', async (options, code) => {
  await using world = await startServiceWorld()

  await expect(
    startService(world.pair.traced, { name: 'orders', ...options }),
  ).rejects.toMatchObject({ code })
})

const EVENT = { events: { 'orders.created': () => {} } }

interface Recorded {
  readonly streams: readonly { readonly name: string; readonly metadata?: unknown }[]
  readonly consumers: readonly {
    readonly stream: string
    readonly name: string
    readonly config: { readonly durable_name?: string }
  }[]
}

/** What nestjs-jetstream made, but for what lasts no longer than it and what the server adds. */
function recorded(): Recorded {
  const text = readFileSync(PEER, 'utf8')
  const { streams, consumers } = JSON.parse(text, (key, value: unknown) =>
    key === 'metadata' ? undefined : value,
  ) as Recorded
  return {
    streams: streams.filter(({ name }) => !name.startsWith('KV_')),
    consumers: consumers.filter(({ config }) => config.durable_name !== undefined),
  }
}
