import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { AckPolicy, jetstreamManager } from '@nats-io/jetstream'
import { headers } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collect, explain, trace } from '../../src/index.ts'
import { connectForTest } from './connect-for-test.ts'

let server: NatsServer
beforeAll(async () => {
  server = await startNatsServer({ config: CONFIG })
})
afterAll(() => server.stop())

test.each([
  '$SYS.REQ.SERVER.PING',
  '$JS.API.CONSUMER.MSG.NEXT.ORDERS.billing',
  '$JS.hub.API.STREAM.PURGE.ORDERS',
])('%s is refused, since servers act on it in a dry run too', async (subject) => {
  const connection = await connectForTest(server, { user: 'sys' })

  await expect(trace(connection, subject)).rejects.toMatchObject({
    code: 'SUBJECT_RESERVED',
    message: `servers act on ${subject} themselves, also in a dry run`,
  })
})

test('a dry run of an acknowledgement acknowledges nothing', async () => {
  const connection = await connectForTest(server, { user: 'app' })
  const manager = await jetstreamManager(connection)
  await manager.streams.add({ name: 'ORDERS', subjects: ['orders.>'] })
  await manager.consumers.add('ORDERS', {
    durable_name: 'billing',
    deliver_subject: 'push',
    ack_policy: AckPolicy.Explicit,
  })
  const deliveries = connection.subscribe('push', { max: 1 })
  connection.publish('orders.new')
  const replies: string[] = []
  for await (const { reply = '' } of deliveries) replies.push(reply)

  await expect(trace(connection, replies.join())).rejects.toThrow('servers act on $JS.ACK.ORDERS')
  expect((await manager.consumers.info('ORDERS', 'billing')).num_ack_pending).toBe(1)
})

test('what servers do with a request to themselves is no want of subscribers', async () => {
  const connection = await connectForTest(server, { user: 'sys' })
  const { assembly } = await collect(connection, (destination) => {
    const traced = headers()
    traced.set('Nats-Trace-Dest', destination)
    connection.publish('$SYS.REQ.SERVER.PING', '', { headers: traced })
  })

  expect(explain(assembly).stops).toMatchObject([
    {
      kind: 'server-api',
      message:
        '$SYS.REQ.SERVER.PING is a request to the servers themselves, which they do not trace further',
    },
  ])
})

const CONFIG = `
accounts {
  APP { jetstream: enabled, users [ { user: app, password: app } ] }
  SYS { users [ { user: sys, password: sys } ] }
}
system_account: SYS
no_auth_user: app`
