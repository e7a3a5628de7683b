import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { explain, trace, type Explanation, type TraceOptions } from '../src/index.ts'

let server: NatsServer
let connection: NatsConnection

beforeAll(async () => {
  server = await startNatsServer({ config: CONFIG })
  connection = await connect({ servers: server.url, user: 'shop', pass: 'shop' })
  const manager = await jetstreamManager(connection)
  await manager.streams.add({ name: 'ORDERS', subjects: ['orders.>'] })
  await jetstream(connection).publish('orders.first', '')
  await jetstream(connection).publish('orders.second', '', { msgID: 'second' })
  const other = await connect({ servers: server.url, user: 'other', pass: 'other' })
  const otherManager = await jetstreamManager(other)
  await otherManager.streams.add({ name: 'COPIES', subjects: ['orders.>'] })
  await other.close()
})

afterAll(async () => {
  await connection.close()
  await server.stop()
})

test('that nobody listens is a fact when the requester is told so', async () => {
  expect((await explained('nobody.here')).stops).toMatchObject([
    {
      kind: 'no-interest',
      message:
        'nobody subscribes to nobody.here in account SHOP, and no stream stores it; a requester is told so ("no responders", 503)',
    },
  ])
})

test('what requesters are told is left out where they were told nothing', async () => {
  const { assembly } = await trace(connection, 'nobody.here')
  const message = 'nobody subscribes to nobody.here in account SHOP, and no stream stores it'

  expect(explain(assembly).stops).toMatchObject([{ message }])
  expect(explain(assembly, { replies: [] }).stops).toMatchObject([{ message }])
})

test('a stream that rejects the message has the code that its publisher would be told', async () => {
  const { verdict } = await explained('orders.late', 'Nats-Expected-Last-Sequence', '99')

  expect(verdict.streams).toMatchObject([
    { stream: 'ORDERS', outcome: 'rejected', errorCode: 10_071 },
  ])
  expect(verdict.streams[0]?.reason).toMatch(/^last sequence mismatch: 99 vs \d+$/)
})

test('a duplicate has the sequence number of the message that the stream had before', async () => {
  const { verdict } = await explained('orders.second', 'Nats-Msg-Id', 'second')

  expect(verdict.streams).toMatchObject([{ stream: 'ORDERS', outcome: 'duplicate', sequence: 2 }])
})

test('a reply ends what the server left open, as it does of the first of two streams', async () => {
  const options = withHeader('Nats-Expected-Stream', 'NEITHER')
  const { assembly, replies = [] } = await trace(connection, 'orders.shared.both', options)

  expect(explain(assembly).verdict.streams).toMatchInlineSnapshot(`
    [
      {
        "examined": false,
        "outcome": "unknown",
        "server": "n1",
        "stream": "ORDERS",
      },
      {
        "examined": false,
        "outcome": "rejected",
        "reason": "expected stream does not match",
        "server": "n1",
        "stream": "COPIES",
      },
    ]
  `)
  expect(explain(assembly, { replies }).verdict.streams).toMatchInlineSnapshot(`
    [
      {
        "errorCode": 10060,
        "examined": false,
        "outcome": "rejected",
        "reason": "expected stream does not match",
        "server": "n1",
        "stream": "ORDERS",
      },
      {
        "examined": false,
        "outcome": "rejected",
        "reason": "expected stream does not match",
        "server": "n1",
        "stream": "COPIES",
      },
    ]
  `)
})

test('replies that are no acknowledgements tell nothing', async () => {
  const { assembly } = await trace(connection, 'orders.new')
  const replies = ['', 'null', '[]', '{}', '{"stream":1}', '{', '"stream"'].map((text) => ({
    payload: new TextEncoder().encode(text),
  }))

  expect(explain(assembly, { replies })).toEqual(explain(assembly))
})

const CONFIG = `
accounts {
  SHOP {
    jetstream: enabled
    users [ { user: shop, password: shop } ]
    exports [ { stream: "orders.shared.>" } ]
  }
  OTHER {
    jetstream: enabled
    users [ { user: other, password: other } ]
    imports [ { stream: { account: SHOP, subject: "orders.shared.>" }, allow_trace: true } ]
  }
}`

async function explained(subject: string, name?: string, value = ''): Promise<Explanation> {
  const options = name === undefined ? { reply: 'answers' } : withHeader(name, value)
  const { assembly, replies = [] } = await trace(connection, subject, options)
  return explain(assembly, { replies })
}

function withHeader(name: string, value: string): TraceOptions {
  return { reply: 'answers', headers: [[name, [value]]] }
}
