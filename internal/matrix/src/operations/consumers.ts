import {
  AckPolicy,
  DeliverPolicy,
  jetstream,
  jetstreamManager,
  type Consumer,
} from '@nats-io/jetstream'
import { withMessage } from '@hopscope/nats'
import type { NatsConnection } from '@nats-io/transport-node'
import type { Operation } from '../operation.ts'

/** Consumers of streams other than those of one loop or one callback, and settlements. */
export const CONSUMERS: readonly Operation[] = [
  {
    name: 'a message of next, and its second delivery',
    async run({ traced, plain, note }) {
      const consumer = await addConsumer(traced, plain, 'nexted')
      const first = await consumer.next({ expires: 1000 })
      if (first) withMessage(first, () => note('withMessage'))
      note('after next')
      first?.nak()
      const second = await consumer.next({ expires: 1000 })
      second?.ack()
    },
  },
  {
    name: 'an ordered consumer',
    async run({ traced, plain, note }) {
      await addConsumer(traced, plain, 'ordered')
      const consumer = await jetstream(traced).consumers.get('ORDERED')
      for await (const _ of await consumer.consume()) {
        note('body')
        break
      }
    },
  },
  {
    name: 'a push consumer with a loop',
    async run({ traced, plain, note }) {
      await addConsumer(traced, plain, 'pushed')
      const { consumers } = await jetstreamManager(plain)
      await consumers.add('PUSHED', {
        durable_name: 'pusher',
        deliver_subject: 'pushed-to',
        ack_policy: AckPolicy.Explicit,
      })
      const consumer = await jetstream(traced).consumers.getPushConsumer('PUSHED', 'pusher')
      for await (const message of await consumer.consume()) {
        note('body')
        message.ack()
        break
      }
    },
  },
  {
    name: 'a push consumer with a callback',
    async run({ traced, plain, note }) {
      await addConsumer(traced, plain, 'pushed-back')
      const { promise: done, resolve } = Promise.withResolvers<void>()
      const consumer = await jetstream(traced).consumers.getPushConsumer('PUSHED-BACK', {
        deliver_policy: DeliverPolicy.All,
      })
      const messages = await consumer.consume({
        callback: () => {
          note('callback')
          resolve()
        },
      })
      await done
      await messages.close()
    },
  },
  {
    name: 'every settlement',
    async run({ traced, plain }) {
      const consumer = await addConsumer(traced, plain, 'settled')
      for (const id of [2, 3, 4]) await jetstream(plain).publish(`settled.${id}`)
      const batch = await consumer.fetch({ max_messages: 4, expires: 1000 })
      for await (const message of batch) {
        if (message.seq === 1) await message.ackAck()
        if (message.seq === 2) message.nak(60_000)
        if (message.seq === 3) message.working()
        if (message.seq === 4) message.term('given up')
      }
    },
  },
  {
    name: 'a firing of a schedule',
    async run({ traced, plain, note }) {
      const { streams, consumers } = await jetstreamManager(plain)
      const subjects = ['scheduled.*']
      await streams.add({ name: 'SCHEDULED', subjects, allow_msg_schedules: true })
      await consumers.add('SCHEDULED', {
        durable_name: 'worker',
        ack_policy: AckPolicy.Explicit,
        filter_subject: 'scheduled.fired',
      })
      await jetstream(traced).publish('scheduled.plan', 'x', {
        schedule: { specification: new Date(), target: 'scheduled.fired' },
      })
      const consumer = await jetstream(traced).consumers.get('SCHEDULED', 'worker')
      for await (const message of await consumer.fetch({ max_messages: 1, expires: 5000 })) {
        note('body')
        message.ack()
      }
    },
  },
]

async function addConsumer(
  traced: NatsConnection,
  plain: NatsConnection,
  name: string,
): Promise<Consumer> {
  const stream = name.toUpperCase()
  const { streams, consumers } = await jetstreamManager(plain)
  await streams.add({ name: stream, subjects: [`${name}.*`] })
  await consumers.add(stream, { durable_name: 'worker', ack_policy: AckPolicy.Explicit })
  await jetstream(traced).publish(`${name}.1`, 'x')
  return jetstream(traced).consumers.get(stream, 'worker')
}
