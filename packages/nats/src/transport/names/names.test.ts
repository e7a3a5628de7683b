import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  commandQueueOf,
  consumerOf,
  internalName,
  scheduleSubjectOf,
  streamOf,
  subjectOf,
} from './index.ts'

test.each([
  ['event', 'orders__microservice.ev.orders.created'],
  ['ordered', 'orders__microservice.ordered.orders.created'],
  ['rpc', 'orders__microservice.cmd.orders.created'],
  ['broadcast', 'broadcast.orders.created'],
] as const)('the subject of an %s is %s', (kind, expected) => {
  expect(subjectOf(kind, 'orders', 'orders.created')).toBe(expected)
})

test.each([
  ['event', 'orders__microservice._sch.orders.created.id1'],
  ['broadcast', 'broadcast._sch.orders.created.id1'],
] as const)('a scheduled %s is held at %s', (kind, expected) => {
  expect(scheduleSubjectOf(kind, 'orders', 'orders.created', 'id1')).toBe(expected)
})

test.each([
  ['event', 'orders__microservice_ev-stream'],
  ['ordered', 'orders__microservice_ordered-stream'],
  ['rpc', 'orders__microservice_cmd-stream'],
  ['broadcast', 'broadcast-stream'],
  ['dead-letter', 'orders__microservice_dlq-stream'],
] as const)('the stream of %s is %s', (kind, expected) => {
  expect(streamOf(kind, 'orders')).toBe(expected)
})

test.each([
  ['event', 'orders__microservice_ev-consumer'],
  ['rpc', 'orders__microservice_cmd-consumer'],
  ['broadcast', 'orders__microservice_broadcast-consumer'],
] as const)('the consumer of %s is %s', (kind, expected) => {
  expect(consumerOf(kind, 'orders')).toBe(expected)
})

test('the instances of a service share their commands in a queue group', () => {
  expect(commandQueueOf('orders')).toBe('orders__microservice_cmd_queue')
})

test.each(['', 'a.b', 'a b', 'a*', '>', 'a/b', 'a\\b', 'a\t', 'a\u0000', '\ud800'])(
  '%j is no name of a service',
  (service) => {
    expect(() => internalName(service)).toThrow('cannot be the name of a service')
  },
)

test.each(['', '.', '.a', 'a.', 'a..b', 'a.*', 'a.>', 'a b', 'a\r\nPUB x', '\u0085', '\udfff'])(
  '%j is no pattern',
  (pattern) => {
    expect(() => subjectOf('event', 'orders', pattern)).toThrow('cannot be a pattern')
  },
)

test.each(['orders', 'orders.created', 'bestellung-größe', 'заказ', 'a:b', '$x', '_sch'])(
  '%j is a pattern',
  (pattern) => {
    expect(subjectOf('event', 'orders', pattern)).toBe(`orders__microservice.ev.${pattern}`)
  },
)

test('what is no text is refused like a wrong name', () => {
  // @ts-expect-error as JavaScript may call it
  expect(() => internalName(undefined)).toThrow('"undefined" cannot be the name of a service')
})

test('whatever is taken is one subject, with as many tokens as were written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (pattern) => {
      const subject = subjectOrNothing(pattern)

      expect(subject ?? 'a.b').toMatch(/^[^\s*>]+$/)
      expect((subject ?? 'a.b').split('.')).not.toContain('')
    }),
  )
})

function subjectOrNothing(pattern: string): string | undefined {
  try {
    return subjectOf('event', 'orders', pattern)
  } catch {
    return undefined
  }
}
