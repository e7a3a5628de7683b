import { headers, type NatsConnection } from '@nats-io/nats-core'
import { decodeTraces } from '@hopscope/observe/otlp'
import { startNatsServer } from '@hopscope/nats-server'
import { expect, test } from 'vitest'
import { convert, type Converted } from '../src/convert/index.ts'
import { connectTo } from './connect-to.ts'

const TRACED = `accounts { APP { users: [ { user: app, password: pw } ], msg_trace: { dest: "telemetry.hops" } } }
no_auth_user: app`

test.each([
  ['plain', {}],
  ['by gzip', { 'Accept-Encoding': 'gzip' }],
  ['by snappy', { 'Accept-Encoding': 'snappy' }],
])('what a server tells of a hop, compressed %s, becomes spans', async (_, accepted) => {
  const converted = await hopOf({ traceparent: TRACEPARENT, ...accepted })

  expect(converted).toMatchObject({ signal: 'traces', items: 1 })
  expect(decodeTraces(bodyOf(converted))?.resourceSpans[0]?.scopeSpans[0]?.spans).toMatchObject([
    { name: 'hop n1', traceId: '0af7651916cd43dd8448eb211c80319c' },
  ])
})

test('what a server tells of a message in no trace is nothing to send', async () => {
  const converted = await hopOf({ 'Nats-Trace-Dest': 'telemetry.hops' })

  expect(converted).toEqual({ signal: 'traces', nothing: true })
})

test('what a server tells that is no trace event cannot be read', () => {
  const data = Buffer.from('{}')

  expect(convert({ subject: 'telemetry.hops.APP', data }, OPTIONS)).toEqual({
    signal: 'traces',
    undecodable: 'it is no trace event of a server',
  })
})

const OPTIONS = { fallbackService: 'hopscope' }
const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'

async function hopOf(sent: Readonly<Record<string, string>>): Promise<Converted> {
  await using server = await startNatsServer({ name: 'n1', config: TRACED })
  await using connection = await connectTo(server)
  const hops = connection.subscribe('telemetry.hops', { max: 1 })
  await publish(connection, sent)
  for await (const message of hops) return convert(message, OPTIONS)
  throw new Error('the server told nothing')
}

async function publish(
  connection: NatsConnection,
  sent: Readonly<Record<string, string>>,
): Promise<void> {
  const carried = headers()
  for (const [name, value] of Object.entries(sent)) carried.set(name, value)
  connection.publish('orders.new', '', { headers: carried })
  await connection.flush()
}

function bodyOf(converted: Converted): Uint8Array {
  return 'body' in converted ? converted.body : new Uint8Array(0)
}
