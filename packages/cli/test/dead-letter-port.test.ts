import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, headers, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deadLetterPort } from '../src/viewer/dead-letter-port.ts'

let server: NatsServer
let connection: NatsConnection

beforeAll(async () => {
  server = await startNatsServer({ config: CONFIG })
  connection = await connect({ servers: server.url, user: 'app', pass: 'pw' })
  const { streams } = await jetstreamManager(connection)
  await streams.add({ name: 'ORDERS_DLQ', subjects: ['dlq.orders'] })
  await streams.add({ name: 'ORDERS', subjects: ['orders.>'] })
  for (const reason of ['first', 'second', 'third']) await store(reason)
})

afterAll(async () => {
  await connection.close()
  await server[Symbol.asyncDispose]()
})

test('the newest dead letters come first, of streams that are called so', async () => {
  const { signal } = new AbortController()
  const { letters, streams } = await deadLetterPort(connection, []).list({ limit: 2, signal })

  expect(streams).toEqual(['ORDERS_DLQ'])
  expect(letters).toMatchObject([
    { sequence: 3, reason: 'third' },
    { sequence: 2, reason: 'second' },
  ])
})

test('letters of one millisecond come by their sequence, too', async () => {
  const reasons = Array.from({ length: 40 }, (_, at) => `burst ${at}`)
  await Promise.all(reasons.map((reason) => store(reason)))
  const { signal } = new AbortController()

  const { letters } = await deadLetterPort(connection, []).list({ limit: 40, signal })

  const sequences = letters.map(({ sequence }) => sequence)
  expect(sequences).toEqual(sequences.toSorted((one, other) => other - one))
})

test('for one who has gone nothing is read', async () => {
  const found = await deadLetterPort(connection, []).list({
    limit: 10,
    signal: AbortSignal.abort(),
  })

  expect(found).toEqual({ letters: [], streams: ['ORDERS_DLQ'] })
})

test.each([
  ['streams may not be asked for', [], /^streams cannot be asked for: /],
  ['a stream may not be asked for', ['ORDERS_DLQ'], /^ORDERS_DLQ cannot be asked for: /],
])('where %s, that is said', async (_what, streams, message) => {
  await using other = await connect({ servers: server.url, user: 'guest', pass: 'pw' })
  const { signal } = new AbortController()

  await expect(deadLetterPort(other, streams).list({ limit: 2, signal })).rejects.toMatchObject({
    code: 'STREAM_UNAVAILABLE',
    message: expect.stringMatching(message),
    hint: 'see that the account has JetStream, and that the user may ask for its streams',
  })
})

test('a stream that is none of dead letters cannot be read by a replay', async () => {
  await jetstream(connection).publish('orders.new', 'a')

  expect(await deadLetterPort(connection, []).replay?.('ORDERS', 1)).toBeUndefined()
})

async function store(reason: string): Promise<void> {
  const given = headers()
  given.set('x-dead-letter-reason', reason)
  given.set('x-original-subject', 'orders.new')
  await jetstream(connection).publish('dlq.orders', 'lost', { headers: given })
}

const CONFIG = `accounts {
  APP {
    jetstream: enabled
    users: [
      { user: app, password: pw }
      { user: guest, password: pw, permissions: { publish: { deny: [ "$JS.API.>" ] } } }
    ]
  }
}`
