import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  fromStream,
  handle,
  hop,
  nanos,
  publish,
  TRACE_ID,
  work,
  type SpanFields,
} from '../../test/build-span.ts'
import { recordedOrder } from '../../test/recorded-order.ts'
import { scenarioSpans } from '../../test/server-scenario.ts'
import { summarizeTrace } from './summarize-trace.ts'

test('the recorded order is what lists show of it', () => {
  const { traceId: _, startMs: __, ...summary } = summarizeTrace(recordedOrder())

  expect(summary).toEqual({
    durationMs: 216.736_061,
    root: { service: 'checkout', name: 'POST /orders' },
    subject: 'orders.new',
    spanCount: 36,
    hopCount: 18,
    errorCount: 6,
    services: ['checkout', 'payments', 'shop-edge', 'warehouse', 'fulfilment'],
    serviceCount: 5,
    maxDeliveryCount: 3,
    flags: ['error', 'redelivered', 'dead-letter'],
  })
})

test('a trace of less than a microsecond has taken some time', () => {
  expect(summarizeTrace([work('quick', { end: 0.000_998 })]).durationMs).toBe(0.000_998)
})

test('a span that came twice counts once', () => {
  expect(summarizeTrace([...recordedOrder(), ...recordedOrder()])).toEqual(
    summarizeTrace(recordedOrder()),
  )
})

test('the order in which spans come does not matter', () => {
  const spans = [...recordedOrder()]
  const same = [work('b', { service: 'b' }), work('a', { service: 'a' })]
  const known = summarizeTrace([...spans, ...same], TRACE_ID)

  fc.assert(
    fc.property(
      fc.shuffledSubarray([...spans, ...same], { minLength: spans.length + 2 }),
      (shuffled) => {
        expect(summarizeTrace(shuffled, TRACE_ID)).toEqual(known)
      },
    ),
    { numRuns: 20 },
  )
})

test('twelve services are named, and all of them are counted', () => {
  const spans = Array.from({ length: 30 }, (_, index) =>
    work(`s${index}`, { service: `service ${index}`, start: 30 - index }),
  )
  const { services, serviceCount } = summarizeTrace(spans)

  expect({ first: services[0], named: services.length, serviceCount }).toEqual({
    first: 'service 29',
    named: 12,
    serviceCount: 30,
  })
})

test('the subject of a trace is never that of an inbox', () => {
  const reply = {
    'messaging.destination.name': '_INBOX.abc',
    'messaging.destination.temporary': true,
  }
  const { subject } = summarizeTrace([
    publish('reply', { attributes: reply }),
    publish('order', { start: 5 }),
  ])

  expect(subject).toBe('orders.new')
})

test('times that nobody set, or that run backwards, make no duration', () => {
  const unset = work('unset')
  const { durationMs, startMs } = summarizeTrace([
    { ...unset, span: { ...unset.span, startTimeUnixNano: 0n, endTimeUnixNano: 0n } },
    work('a', { start: 10, end: 4 }),
  ])

  expect({ durationMs, startMs }).toEqual({
    durationMs: 0,
    startMs: Number(nanos(10) / 1000n) / 1000,
  })
})

test.each<[string, SpanFields, string]>([
  ['a span that failed', { status: { code: 'error' } }, 'error'],
  ['a second delivery', { attributes: fromStream(2) }, 'redelivered'],
  [
    'a message without context',
    { attributes: { 'nats.trace.context': 'missing' } },
    'broken-context',
  ],
  ['a parent that is not there', { parent: 'nobody' }, 'missing-spans'],
  ['a dry run', { attributes: { 'nats.trace.dry_run': true } }, 'dry-run'],
])('%s is a flag', (_what, fields, flag) => {
  expect(summarizeTrace([handle('one', fields)]).flags).toEqual([flag])
})

test('a context that a server disabled on a message that it traced is not broken', () => {
  const attributes = { 'nats.trace.context': 'disabled_by_server' }

  expect(summarizeTrace([handle('one', { attributes })]).flags).toEqual([])
})

test('a message whose handler ended it is a dead letter', () => {
  const ended = { name: 'term', timeUnixNano: nanos(1), attributes: {} }

  expect(summarizeTrace([handle('one', { events: [ended] })]).flags).toEqual(['dead-letter'])
})

test.each(['orders-dlq.new', 'dlq.orders', 'orders.dead-letter', 'DEAD_LETTERS.orders'])(
  'what is published to %s is a dead letter',
  (subject) => {
    const attributes = { 'messaging.destination.name': subject }

    expect(summarizeTrace([publish('one', { attributes })]).flags).toEqual(['dead-letter'])
  },
)

test('a subject that only contains the letters of a dead letter queue is none', () => {
  const attributes = { 'messaging.destination.name': 'handlqueue.dlqx' }

  expect(summarizeTrace([publish('one', { attributes })]).flags).toEqual([])
})

test('a server that another announced and that did not report is missing', () => {
  const attributes = {
    'nats.server.egress.kind': 'route',
    'nats.server.egress.name': 'n2',
    'nats.server.egress.hop': '1',
  }
  const sentOn = { name: 'egress', timeUnixNano: nanos(1), attributes }

  expect(summarizeTrace([hop('n1', { events: [sentOn] })]).flags).toEqual(['missing-spans'])
})

test.each([
  ['xacc1-deny-stream-traceparent', true],
  ['xacc1-allow-stream-traceparent', false],
  ['xacc1-deny-service-traceparent', true],
  ['xacc1-allow-service-traceparent', false],
])('%s ends at an account: %s', (name, isStopped) => {
  expect(summarizeTrace(scenarioSpans(name)).flags.includes('account-stop')).toBe(isStopped)
})
