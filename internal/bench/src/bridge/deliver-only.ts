import { AckPolicy, jetstreamManager } from '@nats-io/jetstream'
import { createInbox, type Msg, type NatsConnection } from '@nats-io/nats-core'
import type { BridgeRun } from './bridge-run.ts'

/** Has messages delivered as fast as it goes and does nothing with them: what nobody can beat. */
export function deliverOnly(connection: NatsConnection, run: BridgeRun): Promise<void> {
  return deliver(connection, run, AckPolicy.All)
}

/**
 * Does the same and acknowledges each message by itself, a hundred at a time: what no bridge can beat
 * that shares the work with others, or keeps what a backend did not take.
 */
export function deliverAndAcknowledge(connection: NatsConnection, run: BridgeRun): Promise<void> {
  return deliver(connection, run, AckPolicy.Explicit)
}

async function deliver(
  connection: NatsConnection,
  { stream, durable, messages }: BridgeRun,
  ackPolicy: AckPolicy,
): Promise<void> {
  const { consumers } = await jetstreamManager(connection)
  await consumers.add(stream, {
    durable_name: durable,
    ack_policy: ackPolicy,
    max_ack_pending: MAX_ACK_PENDING,
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  const inbox = createInbox()
  let delivered = 0
  let asked = 0
  let batch: Msg[] = []
  const ask = (): void => {
    connection.publish(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${durable}`, REQUEST, { reply: inbox })
    asked += PULL
  }
  const acknowledge = (): void => {
    const settled = ackPolicy === AckPolicy.All ? batch.slice(-1) : batch
    for (const message of settled) message.respond(ACK)
    batch = []
  }
  const subscription = connection.subscribe(inbox, {
    callback: (_, message) => {
      if (!message.reply) return
      delivered++
      batch.push(message)
      if (batch.length === ACK_EVERY || delivered === messages) acknowledge()
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
const ACK = new TextEncoder().encode('+ACK')
/** What the bridge has by default. */
const MAX_ACK_PENDING = 10_000
const REQUEST = JSON.stringify({ batch: PULL, expires: 5e9 })
