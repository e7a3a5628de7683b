import { AckPolicy, jetstream, jetstreamManager, type JsMsg } from '@nats-io/jetstream'
import { headers } from '@nats-io/nats-core'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { createClient } from '@hopscope/nats/transport'
import { InMemoryTelemetry } from '@hopscope/observe/testing'
import { expect, test } from 'vitest'
import { startPair } from './pair.ts'
import { startLink } from './transport-faults-link.ts'

const COMMANDS = 'orders__microservice_cmd-stream'

test('a reply finds its request although the connection was lost in between', async () => {
  await using shop = await startShop()
  const reply = shop.client.request('charge', {})
  const command = await shop.command()
  const back = reconnected(shop.connection)

  shop.link.cut()
  await back
  await shop.connection.flush()
  shop.answer(command)

  expect(await reply).toBe('done')
  expect(shop.telemetry.spansNamed('request orders__microservice.cmd.charge')).toHaveLength(1)
})

test('a command whose acknowledgement got lost is answered all the same', async () => {
  await using shop = await startShop()
  await shop.connection.flush()
  shop.link.mute()
  const reply = shop.client.request('charge', {})
  const command = await shop.command()
  const back = reconnected(shop.connection)

  shop.link.cut()
  await back
  await shop.connection.flush()
  shop.answer(command)

  expect(await reply).toBe('done')
})

test('a client that never comes back fails what waits', async () => {
  await using shop = await startShop({ reconnect: false })
  const reply = shop.client.request('charge', {})
  reply.catch(() => {})
  await shop.command()

  shop.link.cut()

  await expect(reply).rejects.toMatchObject({ code: 'CLOSED' })
  expect(shop.telemetry.spans[0]?.attributes['error.type']).toBe('CLOSED')
})

/** A client behind a wire that can be cut, and a worker of `orders` that answers when it is told to. */
async function startShop({ reconnect = true } = {}) {
  const pair = await startPair()
  const { streams, consumers } = await jetstreamManager(pair.plain)
  await streams.add({ name: COMMANDS, subjects: ['orders__microservice.cmd.>'] })
  await consumers.add(COMMANDS, { durable_name: 'worker', ack_policy: AckPolicy.Explicit })
  const link = await startLink(pair.server.port)
  const connection = await connect({
    servers: link.url,
    reconnectTimeWait: 20,
    maxReconnectAttempts: -1,
    reconnect,
  })
  const telemetry = new InMemoryTelemetry()
  const consumer = await jetstream(pair.plain).consumers.get(COMMANDS, 'worker')
  return {
    link,
    connection,
    telemetry,
    client: createClient(connection, {
      name: 'gateway',
      target: 'orders',
      rpc: { mode: 'jetstream' },
      tracing: { telemetry },
    }),
    async command(): Promise<JsMsg> {
      const message = await consumer.next({ expires: 10_000 })
      if (!message) throw new Error('no command came')
      message.ack()
      return message
    },
    answer(command: JsMsg): void {
      const own = headers()
      own.set('x-correlation-id', command.headers?.get('x-correlation-id') ?? '')
      const inbox = command.headers?.get('x-reply-to') ?? ''
      pair.plain.publish(inbox, '"done"', { headers: own })
    },
    async [Symbol.asyncDispose]() {
      await connection.close()
      await link[Symbol.asyncDispose]()
      await pair[Symbol.asyncDispose]()
    },
  }
}

/** Done when the connection was lost and is back. */
async function reconnected(connection: NatsConnection): Promise<void> {
  for await (const { type } of connection.status()) if (type === 'reconnect') return
}
