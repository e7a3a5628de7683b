import { AckPolicy, jetstream, jetstreamManager, type JsMsg } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import type { Operation } from '../operation.ts'

/** JetStream. */
export const STREAMS: readonly Operation[] = [
  {
    name: 'a publish to a stream, and again',
    async run({ traced, plain }) {
      await addStream(plain, 'stored')
      await jetstream(traced).publish('stored.1', 'x', { msgID: 'a' })
      await jetstream(traced).publish('stored.1', 'x', { msgID: 'a' })
    },
  },
  {
    name: 'a publish that a stream refuses',
    async run({ traced, plain }) {
      await addStream(plain, 'refused')
      const publish = jetstream(traced).publish('refused.1', '', { expect: { lastSequence: 9 } })
      await publish.catch(() => {})
    },
  },
  {
    name: 'a consumer with a loop',
    async run({ traced, plain, note }) {
      await addStream(plain, 'looped')
      await jetstream(traced).publish('looped.1', 'x')
      const consumer = await jetstream(traced).consumers.get('LOOPED', 'worker')
      for await (const message of await consumer.consume()) {
        note('body')
        await Promise.resolve()
        note('body after await')
        message.ack()
        break
      }
      note('after the loop')
    },
  },
  {
    name: 'a consumer with a callback, and a second delivery',
    async run({ traced, plain, note }) {
      await addStream(plain, 'called')
      await jetstream(traced).publish('called.1', 'x')
      const consumer = await jetstream(traced).consumers.get('CALLED', 'worker')
      const { promise: done, resolve } = Promise.withResolvers<void>()
      const messages = await consumer.consume({
        callback: (message) => {
          note(`delivery ${message.info.deliveryCount}`)
          settle(message)
          if (message.redelivered) resolve()
        },
      })
      await done
      await messages.close()
    },
  },
  {
    name: 'a fetch',
    async run({ traced, plain, note }) {
      await addStream(plain, 'fetched')
      await jetstream(traced).publish('fetched.1', 'x')
      const consumer = await jetstream(traced).consumers.get('FETCHED', 'worker')
      for await (const message of await consumer.fetch({ max_messages: 1, expires: 1000 })) {
        note('body')
        message.ack()
      }
    },
  },
]

function settle(message: JsMsg): void {
  if (message.redelivered) message.ack()
  else message.nak()
}

async function addStream(connection: NatsConnection, name: string): Promise<void> {
  const { streams, consumers } = await jetstreamManager(connection)
  await streams.add({ name: name.toUpperCase(), subjects: [`${name}.*`] })
  await consumers.add(name.toUpperCase(), {
    durable_name: 'worker',
    ack_policy: AckPolicy.Explicit,
  })
}
