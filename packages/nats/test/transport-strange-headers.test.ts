import { MsgHdrsImpl, type MsgHdrs } from '@nats-io/nats-core'
import { readDeadLetters, replayDeadLetter } from '@hopscope/nats/transport'
import { expect, test, vi } from 'vitest'
import {
  ACK_WAIT_MS,
  COMMANDS,
  countOf,
  DEAD_LETTERS,
  EVENTS,
  isDrained,
  startServiceWorld,
  type ServiceWorld,
} from './transport-service-world.ts'

// Servers let them pass, and nats.js refuses to read any header of such a message.
const STRANGE: readonly Readonly<Record<string, string>>[] = [
  { 'bad name': 'x', 'x-tenant-id': 'acme' },
  { 'x-broken': 'a\nb', 'x-tenant-id': 'acme' },
]

test.each(STRANGE)('an event with the headers %j is handled', async (strange) => {
  await using world = await startServiceWorld()
  const tenants: (string | undefined)[] = []
  await world.start({ events: { a: (_, { headers }) => tenants.push(headers.get('x-tenant-id')) } })

  await world.plain.publish(`${EVENT}.a`, '1', { headers: unchecked(strange) })

  await vi.waitFor(() => expect(tenants).toEqual(['acme']))
  await drained(world)
})

test.each([...STRANGE, { 'x-nul': 'a\u0000b', 'x-tenant-id': 'acme' }])(
  'an event with the headers %j that fails is a dead letter that can be read',
  async (strange) => {
    await using world = await startServiceWorld()
    await world.start({ events: { a: fail }, consumers: { event: { max_deliver: 1 } } })

    await world.plain.publish(`${EVENT}.a`, '1', { headers: unchecked(strange) })
    const letter = await deadLetter(world)

    expect(letter.header.get('x-tenant-id')).toBe('acme')
    const values = Array.from(letter.header, ([, value]) => value).flat()
    expect(values.filter((value) => /\p{Cc}/u.test(value))).toEqual([])
    await drained(world)
  },
)

test('an event with strange headers whose handler never ends is a dead letter', async () => {
  await using world = await startServiceWorld()
  await world.start({
    events: { a: () => new Promise(() => {}) },
    consumers: { event: { max_deliver: 1, ack_wait: ACK_WAIT_MS * 1e6 } },
    delivery: { extendAck: false },
  })

  await world.plain.publish(`${EVENT}.a`, '1', { headers: unchecked({ 'bad name': 'x' }) })

  await deadLetter(world)
})

test.each(STRANGE)('a core request with the headers %j is answered', async (strange) => {
  await using world = await startServiceWorld()
  await world.start({ commands: { a: () => 5 } })

  const sent = { headers: unchecked(strange), timeout: 5000 }
  const reply = await world.pair.plain.request('orders__microservice.cmd.a', '1', sent)

  expect(reply.json()).toBe(5)
})

test.each(STRANGE)('a command from a stream with the headers %j is settled', async (strange) => {
  await using world = await startServiceWorld()
  await world.start({ rpc: { mode: 'jetstream' }, commands: { a: () => 5 } })

  const sent = { headers: unchecked(strange) }
  await world.plain.publish('orders__microservice.cmd.a', '1', sent)

  await vi.waitFor(async () => expect(await countOf(world, COMMANDS)).toBe(0))
})

test('an ordered event with strange headers is handled in its turn', async () => {
  await using world = await startServiceWorld()
  const handled: unknown[] = []
  await world.start({ ordered: { a: (data) => handled.push(data) } })

  const sent = { headers: unchecked({ 'bad name': 'x' }) }
  await world.plain.publish('orders__microservice.ordered.a', '1', sent)
  await world.plain.publish('orders__microservice.ordered.a', '2')

  await vi.waitFor(() => expect(handled).toEqual([1, 2]))
})

test('a reply with strange headers is read', async () => {
  await using world = await startServiceWorld()
  const answer = { headers: unchecked({ 'x-broken': 'a\nb', 'X-Error': 'true' }) }
  world.pair.plain.subscribe('orders__microservice.cmd.a', {
    callback: (_, message) => void message.respond('{"message":"no"}', answer),
  })
  await world.pair.plain.flush()

  await expect(world.client.request('a', 1)).rejects.toMatchObject({ code: 'RPC_FAILED' })
})

test('dead letters of others with strange headers are read, and replayed without them', async () => {
  await using world = await startServiceWorld()
  const values: (string | undefined)[] = []
  await world.start({ events: { a: (_, { headers }) => values.push(headers.get('x-value')) } })
  await bury(world, { 'bad name': 'x', 'x-value': 'a\nb' })
  await bury(world, { 'x-value': 'a\u0000b' })

  for await (const letter of readDeadLetters(world.pair.plain, { stream: DEAD_LETTERS })) {
    await replayDeadLetter(world.pair.traced, letter)
  }

  await vi.waitFor(() => expect(values).toEqual(['a b', 'a b']))
})

const EVENT = 'orders__microservice.ev'

function unchecked(headers: Readonly<Record<string, string>>): MsgHdrs {
  const values: Record<string, string[]> = {}
  for (const [name, value] of Object.entries(headers)) values[name] = [value]
  return MsgHdrsImpl.fromRecord(values)
}

function fail(): never {
  throw new Error('always')
}

async function bury({ plain }: ServiceWorld, strange: Record<string, string>): Promise<void> {
  const headers = unchecked({
    ...strange,
    'x-dead-letter-reason': 'no stock',
    'x-original-subject': `${EVENT}.a`,
    'x-original-stream': EVENTS,
  })
  await plain.publish(DEAD_LETTERS, '1', { headers })
}

async function deadLetter({ manager }: ServiceWorld) {
  return vi.waitFor(async () => {
    const letter = await manager.streams.getMessage(DEAD_LETTERS, { seq: 1 })
    if (!letter) throw new Error('no dead letter yet')
    return letter
  }, 5000)
}

async function drained(world: ServiceWorld): Promise<void> {
  await vi.waitFor(async () => expect(await isDrained(world)).toBe(true), 5000)
}
