import {
  AckPolicy,
  jetstream,
  jetstreamManager,
  type Consumer,
  type JsMsg,
} from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'

/** What is consumed, and how. */
export interface ConsumeOrder {
  readonly stream: string
  readonly count: number
  readonly way: 'callback' | 'iterator'
}

/** Consumes so many messages of a stream from its beginning, and acknowledges each. */
export async function consumeAll(
  connection: NatsConnection,
  { stream, count, way }: ConsumeOrder,
): Promise<void> {
  const manager = await jetstreamManager(connection)
  const { name } = await manager.consumers.add(stream, {
    ack_policy: AckPolicy.Explicit,
    max_ack_pending: -1,
  })
  const consumer = await jetstream(connection).consumers.get(stream, name)
  if (way === 'callback') await consumeByCallback(consumer, count)
  else await consumeByLoop(consumer, count)
  await connection.flush()
  await manager.consumers.delete(stream, name)
}

const MAX_MESSAGES = 1_000
let handledBytes = 0

function work(message: JsMsg): void {
  handledBytes += message.data.length
  message.ack()
}

async function consumeByCallback(consumer: Consumer, count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let consumed = 0
  const messages = await consumer.consume({
    max_messages: MAX_MESSAGES,
    callback: (message) => {
      work(message)
      if (++consumed === count) resolve()
    },
  })
  await promise
  await messages.close()
}

async function consumeByLoop(consumer: Consumer, count: number): Promise<void> {
  let consumed = 0
  for await (const message of await consumer.consume({ max_messages: MAX_MESSAGES })) {
    work(message)
    if (++consumed === count) break
  }
}
