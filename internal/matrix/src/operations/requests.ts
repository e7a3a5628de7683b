import type { Operation } from '../operation.ts'

/** Request and reply. */
export const REQUESTS: readonly Operation[] = [
  {
    name: 'a request and its reply',
    async run({ traced, note }) {
      traced.subscribe('ask.price', {
        max: 1,
        callback: (_, message) => {
          note('responder')
          message.respond('42')
        },
      })
      await traced.flush()
      await traced.request('ask.price', 'book')
      note('after the reply')
    },
  },
  {
    name: 'a request with an inbox of its own',
    async run({ traced }) {
      traced.subscribe('ask.alone', { max: 1, callback: (_, message) => void message.respond() })
      await traced.flush()
      await traced.request('ask.alone', '', { noMux: true, timeout: 1000 })
    },
  },
  {
    name: 'a request that nobody answers',
    async run({ traced }) {
      await traced.request('ask.nobody').catch(() => {})
    },
  },
  {
    name: 'a request for many replies',
    async run({ traced }) {
      traced.subscribe('ask.many', {
        max: 1,
        callback: (_, message) => {
          message.respond('1')
          message.respond('2')
        },
      })
      await traced.flush()
      const replies = await traced.requestMany('ask.many', '', { maxMessages: 2, maxWait: 1000 })
      for await (const _ of replies);
    },
  },
]
