import { expect, test } from 'vitest'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { TEMPORARY_NAME } from '../names/subject-names.ts'
import { subscriptionSource } from './source.ts'
import { memoryOf } from './source-memory.ts'

test('the subject of the last message is not decoded again', () => {
  const memory = memoryOf(instrumentation(), subscriptionSource('orders.new', undefined))
  const first = memory.subjectOf(received('orders.new'))

  expect(memory.subjectOf(undecodable('orders.new'))).toBe(first)
  expect(first.text).toBe('orders.new')
})

test.each(['orders.newer', 'orders.old', 'o', ''])('%s is another subject', (subject) => {
  const memory = memoryOf(instrumentation(), subscriptionSource('orders.new', undefined))
  memory.subjectOf(received('orders.new'))

  expect(memory.subjectOf(received(subject)).text).toBe(subject)
  expect(memory.subjectOf(received('orders.new')).text).toBe('orders.new')
})

test('where the bytes are not what they were in nats.js 3.4, the subject is that of the message', () => {
  const memory = memoryOf(instrumentation(), subscriptionSource('orders.new', undefined))

  expect(memory.subjectOf({ subject: 'orders.new' }).text).toBe('orders.new')
  expect(memory.subjectOf({ subject: 'orders.old' }).text).toBe('orders.old')
})

test('what a connection remembers of a source is not that of another connection', () => {
  const source = subscriptionSource('orders.new', undefined)
  const one = instrumentation()
  const memory = memoryOf(one, source)

  expect(memoryOf(one, source)).toBe(memory)
  expect(memoryOf(instrumentation(), source)).not.toBe(memory)
})

function instrumentation(): Instrumentation {
  return { nameOf: () => TEMPORARY_NAME } as Partial<Instrumentation> as Instrumentation
}

/** A message, as far as its subject is concerned, as nats.js makes it. */
function received(subject: string) {
  return { subject, _rdata: new Uint8Array(), _msg: { subject: new TextEncoder().encode(subject) } }
}

function undecodable(subject: string) {
  return {
    ...received(subject),
    get subject(): string {
      throw new Error('it was decoded')
    },
  }
}
