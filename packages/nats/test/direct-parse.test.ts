import { startNatsServer } from '@hopscope/nats-server'
import { connect } from '@nats-io/transport-node'
import { expect, test } from 'vitest'
import { instrument } from '../src/index.ts'

test('a connection that reconnects reads messages directly again', async () => {
  await using server = await startNatsServer({ jetstream: false })
  await using connection = instrument(await connect({ servers: server.url, reconnectTimeWait: 10 }))
  const first = parserOf(connection)
  await connection.reconnect()
  await expect.poll(() => parserOf(connection) !== first && !connection.isClosed()).toBe(true)

  connection.subscribe('echo', { callback: (_, message) => void message.respond(message.data) })
  const reply = await connection.request('echo', 'hello', { timeout: 10_000 })

  expect(reply.string()).toBe('hello')
  expect(Object.hasOwn(parserOf(connection), 'parse')).toBe(true)
})

function parserOf(connection: object): object {
  const { parser }: { readonly parser: object } = Reflect.get(connection, 'protocol')
  return parser
}
