import type { ConsumerConfig } from '@nats-io/jetstream'
import { expect, test, vi } from 'vitest'
import {
  EVENT_CONSUMER,
  EVENTS,
  isDrained,
  startServiceWorld,
  type ServiceWorld,
} from './transport-service-world.ts'

test.each<Partial<ConsumerConfig>>([{ max_batch: 5 }, { max_expires: 5e9 }])(
  'a consumer that allows no more than %j in a request is asked for no more',
  async (limit) => {
    await using world = await startServiceWorld()
    await makeConsumer(world, limit)
    const handled: unknown[] = []
    await world.start({ events: { a: (data) => handled.push(data) } })

    await world.client.publish('a', 1)

    await vi.waitFor(() => expect(handled).toEqual([1]))
    expect(world.problems).toEqual([])
  },
)

test('a message that nothing takes comes again after a while, where it may for ever', async () => {
  await using world = await startServiceWorld()
  await world.start({
    events: { a: () => {} },
    consumers: { event: { max_deliver: -1 } },
    deadLetters: { stream: false },
  })

  await world.client.publish('unknown', 1)
  await world.telemetry.until((spans) => spans.filter(isProcess).length === 2)

  const [span, next] = world.telemetry.spans.filter(isProcess)
  expect(span?.attributes).toMatchObject({
    'messaging.nats.dead_letter.outcome': 'kept',
    'messaging.nats.message.delivery_count': 1,
  })
  expect(span?.events.map(({ name }) => name)).toContain('nak')
  const apartNanos = (next?.startTimeUnixNano ?? 0n) - (span?.startTimeUnixNano ?? 0n)
  expect(apartNanos).toBeGreaterThan(900_000_000n)
})

test('an ordered stream that is made anew is read from its beginning', async () => {
  await using world = await startServiceWorld()
  const handled: unknown[] = []
  await world.start({ ordered: { a: (data) => handled.push(data) } })
  await world.client.publishOrdered('a', 1)
  await world.client.publishOrdered('a', 2)
  await vi.waitFor(() => expect(handled).toEqual([1, 2]))

  const { streams } = world.manager
  const { config } = await streams.info(ORDERED)
  await streams.delete(ORDERED)
  await streams.add(config)
  await world.client.publishOrdered('a', 3)

  await vi.waitFor(() => expect(handled).toEqual([1, 2, 3]), 5000)
})

test('a message that a handler terminates without a reason is not delivered again', async () => {
  await using world = await startServiceWorld()
  // As a caller without types may do.
  const reason = {} as { readonly text: string }
  await world.start({ events: { a: (_, { terminate }) => terminate(reason.text) } })

  await world.client.publish('a', 1)

  await vi.waitFor(async () => expect(await isDrained(world)).toBe(true))
})

test('options of a service that are undefined are as if they were absent', async () => {
  await using world = await startServiceWorld()
  // What TypeScript allows wherever exactOptionalPropertyTypes is off, its default.
  const absent = (...names: string[]) => Object.fromEntries(names.map((name) => [name, undefined]))
  await world.start({
    commands: {
      fail: () => {
        throw { code: 'NO_STOCK' }
      },
    },
    rpc: absent('mode', 'timeoutMs', 'concurrency', 'errorEnvelope'),
    delivery: absent('concurrency', 'backoffMs', 'extendAck'),
  })

  await expect(world.client.request('fail', {})).rejects.toMatchObject({
    payload: { code: 'NO_STOCK' },
  })
})

const ORDERED = 'orders__microservice_ordered-stream'

function isProcess({ name }: { readonly name: string }): boolean {
  return name.startsWith('process ')
}

/** The consumer of the events, as somebody else has made it. */
async function makeConsumer(world: ServiceWorld, limit: Partial<ConsumerConfig>): Promise<void> {
  const service = await world.start({ events: { a: () => {} } })
  await service.stop()
  const { config } = await world.manager.consumers.info(EVENTS, EVENT_CONSUMER)
  await world.manager.consumers.update(EVENTS, EVENT_CONSUMER, { ...config, ...limit })
}
