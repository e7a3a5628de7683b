import { AckPolicy, jetstreamManager } from '@nats-io/jetstream'
import { createInbox, type NatsConnection } from '@nats-io/nats-core'
import { type BridgeRun } from './bridge-run.ts'

/** Has messages delivered as fast as it goes and does nothing with them: what no bridge can beat. */
export async function deliverOnly(
  connection: NatsConnection,
  { stream, durable, messages }: BridgeRun,
): Promise<void> {
  const { consumers } = await jetstreamManager(connection)
  await consumers.add(stream, { durable_name: durable, ack_policy: AckPolicy.All })
  const { promise, resolve } = Promise.withResolvers<void>()
  const inbox = createInbox()
  let delivered = 0
  let asked = 0
  const ask = (): void => {
    connection.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`, REQUEST, { reply: inbox })
    asked += PULL
  }
  const subscription = connection.subscribe(inbox, {
    callback: (_, message) => {
      if (!message.reply) return
      delivered++
      if (delivered % ACK_EVERY === 0 || delivered === messages) message.respond('+ACK')
      if (asked - delivered <= PULL * (REQUESTS - 1) && asked < messages) ask()
      if (delivered === messages) resolve()
    },
  })
  for (let request = 0; request < REQUESTS; request++) ask()
  await promise
  subscription.unsubscribe()
  await connection.flush()
}

/** Messages of a request, and requests under way. */
const PULL = 500
const REQUESTS = 3
const ACK_EVERY = 100
const REQUEST = JSON.stringify({ batch: PULL, expires: 5e9 })
