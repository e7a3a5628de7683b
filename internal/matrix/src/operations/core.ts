import type { Operation } from '../operation.ts'

/** Publish and subscribe, of core NATS. */
export const CORE: readonly Operation[] = [
  {
    name: 'a subscription with a callback that waits',
    async run({ traced, note }) {
      const { promise: done, resolve } = Promise.withResolvers<void>()
      const handler = async (): Promise<void> => {
        note('handler')
        await Promise.resolve()
        note('handler after await')
        traced.publish('core.follow-up')
        setTimeout(() => {
          note('timer')
          resolve()
        })
      }
      // @ts-expect-error nats.js wants no promise, and applications return one all the same
      traced.subscribe('core.*.callback', { max: 1, callback: handler })
      await traced.flush()
      traced.publish('core.1.callback', 'x')
      note('caller')
      await done
    },
  },
  {
    name: 'a subscription with a loop',
    async run({ traced, note }) {
      const subscription = traced.subscribe('core.*.loop', { max: 2 })
      await traced.flush()
      traced.publish('core.1.loop')
      traced.publish('core.2.loop')
      for await (const message of subscription) {
        note(`body of ${message.subject}`)
        await Promise.resolve()
        traced.publish('core.from-loop')
        note(`body of ${message.subject} after await`)
      }
      note('after the loop')
    },
  },
  {
    name: 'a loop that breaks',
    async run({ traced, note }) {
      const subscription = traced.subscribe('core.break')
      await traced.flush()
      traced.publish('core.break')
      for await (const _ of subscription) break
      note('after the loop')
    },
  },
  {
    name: 'a handler that rejects',
    async run({ traced }) {
      const { promise: done, resolve } = Promise.withResolvers<void>()
      process.once('unhandledRejection', () => resolve())
      traced.subscribe('core.reject', {
        max: 1,
        callback: () => Promise.reject(new RangeError('no stock')),
      })
      await traced.flush()
      traced.publish('core.reject')
      await done
    },
  },
  {
    name: 'a message without a context',
    async run({ traced, plain, note }) {
      const subscription = traced.subscribe('core.stranger', { max: 1 })
      await traced.flush()
      plain.publish('core.stranger')
      for await (const _ of subscription) note('body')
    },
  },
]
