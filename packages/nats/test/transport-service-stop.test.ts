import { connect } from '@nats-io/transport-node'
import { startService } from '@hopscope/nats/transport'
import { expect, test, vi } from 'vitest'
import {
  COMMANDS,
  countOf,
  DEAD_LETTERS,
  EVENT_CONSUMER,
  EVENTS,
  isDrained,
  startServiceWorld,
} from './transport-service-world.ts'

test('a service that is stopped finishes what it handles, and takes no more', async () => {
  await using world = await startServiceWorld()
  const gate = Promise.withResolvers<void>()
  const begun = Promise.withResolvers<void>()
  const handled: unknown[] = []
  const service = await world.start({
    events: {
      slow: async (data) => {
        begun.resolve()
        await gate.promise
        handled.push(data)
      },
    },
  })
  await world.client.publish('slow', 1)
  await begun.promise

  const stopping = service.stop()
  await world.pair.traced.flush()
  await world.client.publish('slow', 2)
  gate.resolve()
  await stopping
  await service.stopped

  expect(handled).toEqual([1])
  expect(await countOf(world, EVENTS)).toBe(1)
  expect(world.telemetry.spansNamed(PROCESS)).toHaveLength(1)
})

test('what is not done at the deadline is given back, and its signal aborted', async () => {
  await using world = await startServiceWorld()
  const aborted = Promise.withResolvers<unknown>()
  const begun = Promise.withResolvers<void>()
  const service = await world.start({
    events: {
      slow: (_, { signal }) => {
        signal.addEventListener('abort', () => aborted.resolve(signal.reason))
        begun.resolve()
        return new Promise(() => {})
      },
    },
  })
  await world.client.publish('slow', 1)
  await begun.promise

  await service.stop({ timeoutMs: 10 })
  const again = Promise.withResolvers<number>()
  await world.start({ events: { slow: (_, { deliveryCount }) => again.resolve(deliveryCount) } })

  expect(await aborted.promise).toMatchObject({ code: 'CLOSED' })
  expect(await again.promise).toBe(2)
  const [span] = world.telemetry.spansNamed(PROCESS)
  expect(span?.events.map(({ name }) => name)).toEqual(['nak', 'exception'])
  expect(span?.attributes['error.type']).toBe('CLOSED')
  await vi.waitFor(async () => expect(await isDrained(world)).toBe(true))
})

test('what would not be delivered again is a dead letter at the deadline', async () => {
  await using world = await startServiceWorld()
  const begun = Promise.withResolvers<void>()
  const service = await world.start({
    events: {
      slow: () => {
        begun.resolve()
        return new Promise(() => {})
      },
    },
    consumers: { event: { max_deliver: 1 } },
  })
  await world.client.publish('slow', 1)
  await begun.promise

  await service.stop({ timeoutMs: 0 })

  expect(await countOf(world, DEAD_LETTERS)).toBe(1)
  await vi.waitFor(async () => expect(await isDrained(world)).toBe(true))
})

test.each(['core', 'jetstream'] as const)(
  'the caller of a command that is not done at the deadline is told, by %s',
  async (mode) => {
    await using world = await startServiceWorld()
    const begun = Promise.withResolvers<void>()
    const service = await world.start({
      rpc: { mode },
      commands: {
        slow: () => {
          begun.resolve()
          return new Promise(() => {})
        },
      },
    })
    const { createClient } = await import('@hopscope/nats/transport')
    const client = createClient(world.pair.traced, {
      name: 'shop',
      target: 'orders',
      rpc: { mode },
    })
    const answer = client.request('slow', {}).catch((error: unknown) => error)
    await begun.promise

    await service.stop({ timeoutMs: 0 })

    expect(await answer).toMatchObject({ code: 'RPC_FAILED' })
    await client.close()
  },
)

test('requests that wait for their turn at the deadline are answered, and not handled any more', async () => {
  await using world = await startServiceWorld()
  const begun = Promise.withResolvers<void>()
  const handled: unknown[] = []
  const service = await world.start({
    rpc: { concurrency: 1 },
    commands: {
      slow: (data) => {
        handled.push(data)
        begun.resolve()
        return new Promise(() => {})
      },
    },
  })
  const { plain } = world.pair
  const answers = [1, 2, 3].map((id) => plain.request('orders__microservice.cmd.slow', `${id}`))
  await begun.promise
  await plain.flush()

  await service.stop({ timeoutMs: 0 })
  const replies = await Promise.all(answers)

  expect(handled).toEqual([1])
  expect(replies.map(({ headers }) => headers?.get('x-error'))).toEqual(['true', 'true', 'true'])
})

test('when a service has stopped, the spans of all that it handled have ended', async () => {
  await using world = await startServiceWorld()
  const never = (): Promise<void> => new Promise(() => {})
  const service = await world.start({
    events: { slow: never },
    ordered: { slow: never },
    commands: { slow: never },
  })
  const answer = world.client.request('slow', 1).catch(() => {})
  await world.client.publish('slow', 1)
  await world.client.publishOrdered('slow', 1)
  await vi.waitFor(async () => expect((await service.health()).inFlight).toBe(3))

  await service.stop({ timeoutMs: 0 })

  const names = world.telemetry.spans.map(({ name }) => name)
  expect(names.filter((name) => name.startsWith('process ')).toSorted()).toEqual([
    'process orders__microservice.cmd.slow',
    PROCESS,
    'process orders__microservice.ordered.slow',
  ])
  await answer
})

test('messages that are on their way when a service is stopped are not lost on it', async () => {
  await using world = await startServiceWorld()
  const handled: unknown[] = []
  const service = await world.start({ events: { slow: (data) => handled.push(data) } })
  const publishing = Promise.all(
    Array.from({ length: 500 }, (_, id) => world.client.publish('slow', id)),
  )
  await vi.waitFor(() => expect(handled.length).toBeGreaterThan(0))

  await service.stop()
  await publishing
  // Nothing was delivered to it that it did not handle: that would come again after 10 s only.
  await vi.waitFor(async () => {
    const { num_ack_pending } = await world.manager.consumers.info(EVENTS, EVENT_CONSUMER)
    expect(num_ack_pending).toBe(0)
  }, 5000)
  await world.start({ events: { slow: (data) => handled.push(data) } })
  await vi.waitFor(async () => expect(await isDrained(world)).toBe(true), 10_000)

  expect(new Set(handled).size).toBe(500)
  expect(handled).toHaveLength(500)
})

test('a second stop waits for the first', async () => {
  await using world = await startServiceWorld()
  const service = await world.start({ events: { slow: () => {} } })

  expect(service.stop()).toBe(service.stop())
  await service.stop()
  await service[Symbol.asyncDispose]()
})

test('a service ends with its connection', async () => {
  await using world = await startServiceWorld()
  const connection = await connect({ servers: world.pair.server.url })
  const service = await startService(connection, {
    name: 'orders',
    events: { slow: () => {} },
    ordered: { status: () => {} },
    commands: { ping: () => {} },
    streams: {
      event: { max_bytes: 1e6 },
      ordered: { max_bytes: 1e6 },
      'dead-letter': { max_bytes: 1e6 },
    },
  })

  await connection.close()
  await service.stopped

  expect(await service.health()).toMatchObject({ status: 'down', isConnected: false })
})

test('a service is not started on a connection that is closed', async () => {
  await using world = await startServiceWorld()
  const connection = await connect({ servers: world.pair.server.url })
  await connection.close()

  await expect(startService(connection, { name: 'orders' })).rejects.toMatchObject({
    code: 'CLOSED',
  })
})

test('the health of a service tells what waits, and what is being handled', async () => {
  await using world = await startServiceWorld()
  const gate = Promise.withResolvers<void>()
  const service = await world.start({
    events: { slow: () => gate.promise },
    delivery: { concurrency: 1 },
  })
  await Promise.all([1, 2, 3].map((id) => world.client.publish('slow', id)))

  await vi.waitFor(async () => {
    expect(await service.health()).toEqual({
      status: 'ok',
      isConnected: true,
      inFlight: 1,
      streams: [
        { kind: 'event', name: EVENTS, messages: 3, bytes: expect.any(Number) },
        { kind: 'dead-letter', name: DEAD_LETTERS, messages: 0, bytes: 0 },
      ],
      consumers: [
        {
          kind: 'event',
          stream: EVENTS,
          name: EVENT_CONSUMER,
          pending: 2,
          ackPending: 1,
          redelivered: 0,
          inFlight: 1,
        },
      ],
    })
  })
  gate.resolve()
})

test('a service whose consumer is gone is degraded, and goes on when it is back', async () => {
  await using world = await startServiceWorld()
  const handled = Promise.withResolvers<unknown>()
  const service = await world.start({ events: { slow: handled.resolve } })
  const { config } = await world.manager.consumers.info(EVENTS, EVENT_CONSUMER)

  await world.manager.consumers.delete(EVENTS, EVENT_CONSUMER)
  await vi.waitFor(() => expect(world.problems).toHaveLength(1))
  const { status } = await service.health()
  await world.manager.consumers.add(EVENTS, config)
  await world.client.publish('slow', 1)

  expect(await handled.promise).toBe(1)
  expect(status).toBe('degraded')
  expect(world.problems).toMatchObject([
    { code: 'CONSUMER_UNAVAILABLE', stream: EVENTS, consumer: EVENT_CONSUMER },
  ])
  await vi.waitFor(async () => expect((await service.health()).status).toBe('ok'))
})

test('a service that is stopped is down', async () => {
  await using world = await startServiceWorld()
  const service = await world.start({ rpc: { mode: 'jetstream' }, commands: { ping: () => {} } })
  await service.stop()

  expect(await service.health()).toMatchObject({
    status: 'down',
    isConnected: true,
    streams: [{ kind: 'rpc', name: COMMANDS }],
  })
})

const PROCESS = 'process orders__microservice.ev.slow'
