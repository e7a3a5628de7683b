import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { process as processMessages } from '@hopscope/nats'
import { expect, test } from 'vitest'
import { unsettledMessages } from '../src/connection/unsettled-messages.ts'

test('process() keeps nothing of a message that is done', async () => {
  setFlagsFromString('--expose-gc')
  const gc: () => void = runInNewContext('gc')
  const heap: number[] = []

  async function* messages(): AsyncGenerator<object> {
    for (let i = 0; i <= 30_000; i++) {
      if (i % 10_000 === 0) {
        await new Promise((resolve) => setImmediate(resolve))
        gc()
        heap.push(process.memoryUsage().heapUsed)
      }
      yield {}
    }
  }
  await processMessages(messages(), () => {})

  const [, first = 0, , last = 0] = heap
  expect((last - first) / 20_000).toBeLessThan(50)
})

test('a message that is added again, as next() does, is forgotten once it is handled', () => {
  const messages = unsettledMessages(false)
  const handling = { context: {} as never, fail: () => {} }
  messages.add('$JS.ACK.1', handling)
  messages.add('$JS.ACK.1', handling)

  messages.handled('$JS.ACK.1')

  expect(messages.get('$JS.ACK.1')).toBeUndefined()
})
