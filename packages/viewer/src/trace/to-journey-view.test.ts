import { expect, test } from 'vitest'
import { fromStream, handle, hop, idOf, nanos, publish, work } from '../../test/build-span.ts'
import { recordedOrder } from '../../test/recorded-order.ts'
import { scenarioSpans } from '../../test/server-scenario.ts'
import type { JourneyMessage } from '../api/journey-view.ts'
import { toJourneyView } from './to-journey-view.ts'

test('the recorded order is four messages, by time', () => {
  const { messages } = toJourneyView(recordedOrder())

  expect(messages.map(({ type, publisher }) => `${type} of ${publisher}`)).toEqual([
    'message of checkout',
    'reply of payments',
    'message of checkout',
    'dead-letter of fulfilment',
  ])
})

test('the recorded order crossed eight servers, each from the one before', () => {
  const { hops } = theOrder()

  expect(hops.map(({ server, by, from }) => `${hops[from]?.server ?? ''} ${by} ${server}`)).toEqual(
    [
      ' client C3L3',
      'C3L3 leafnode C3N2',
      'C3N2 gateway C1N1',
      'C3N2 route C3N3',
      'C1N1 route C1N3',
      'C1N3 leafnode C1L2',
      'C3N2 gateway C2N2',
      'C2N2 route C2N3',
    ],
  )
})

test('the recorded order was stored once, under the sequence that its publisher was told', () => {
  expect(theOrder().stores).toMatchObject([{ stream: 'ORDERS', outcome: 'stored', sequence: 1 }])
})

test('fulfilment tried the recorded order three times, then it was a dead letter', () => {
  const fulfilment = theOrder().receivers.find(({ service }) => service === 'fulfilment')

  expect(fulfilment?.attempts.map(({ number, outcome }) => `${number} ${outcome}`)).toEqual([
    '1 nak',
    '2 nak',
    '3 term',
  ])
  expect(fulfilment?.deadLetter).toMatchObject({ reason: 'no such address', stream: 'ORDERS_DLQ' })
})

test('a reply is got by the client that the last server names', () => {
  const [, reply] = toJourneyView(recordedOrder()).messages

  expect(reply?.receivers).toMatchObject([{ service: 'checkout', attempts: [{ row: -1 }] }])
})

test('an attempt waits since the message was stored, the next since the end of the one before', () => {
  const [message] = toJourneyView([
    publish('order', { end: 2, attributes: { 'messaging.nats.stream.name': 'ORDERS' } }),
    handle('first', { parent: 'order', start: 5, end: 7, attributes: fromStream(1) }),
    handle('second', { parent: 'order', start: 37, end: 38, attributes: fromStream(2) }),
  ]).messages

  expect(message?.receivers[0]?.attempts).toMatchObject([
    { waitedNs: 3e6, outcome: 'timeout' },
    { waitedNs: 30e6, outcome: 'open' },
  ])
})

test('subscriptions of one service without a stream are receivers of their own', () => {
  const [message] = toJourneyView([
    publish('order'),
    handle('one', { parent: 'order', start: 2 }),
    handle('two', { parent: 'order', start: 3 }),
  ]).messages

  expect(message?.receivers.map(({ attempts }) => attempts.map(({ outcome }) => outcome))).toEqual([
    ['none'],
    ['none'],
  ])
})

test('a message that a service gave up on behalf of the stream is the dead letter of its receiver', () => {
  const [message] = toJourneyView([
    publish('order'),
    handle('first', { parent: 'order', start: 2, attributes: fromStream(1) }),
    handle('given up', {
      parent: 'order',
      start: 60,
      attributes: { ...fromStream(1), 'messaging.operation.name': 'dead_letter' },
      status: { code: 'error', message: 'too many deliveries' },
    }),
  ]).messages

  expect(message?.receivers).toMatchObject([
    { attempts: [{ number: 1 }], deadLetter: { reason: 'too many deliveries' } },
  ])
})

test('hops of a message whose publisher has no span are one message', () => {
  const { messages } = toJourneyView(scenarioSpans('seedexact-traceparent'))

  expect(messages).toHaveLength(1)
  expect(messages[0]?.hops.length).toBeGreaterThan(3)
})

test('a server that did not report is a stop, and one of the servers', () => {
  const [message] = toJourneyView([
    publish('order'),
    hop('n1', { parent: 'order', events: [egress({ kind: 'route', name: 'n2', hop: '1' })] }),
  ]).messages

  expect(message).toMatchObject({
    hops: [{ server: 'n1' }, { server: 'n2', row: 2, error: 'did not report' }],
    stops: ['n2 did not report'],
  })
})

test('a message that a server sent to nobody has stopped', () => {
  const [message] = toJourneyView([publish('order'), hop('n1', { parent: 'order' })]).messages

  expect(message?.stops).toEqual(['nobody got it'])
})

test('an account that does not allow the trace on is a stop', () => {
  const crossing = {
    name: 'stream export',
    timeUnixNano: nanos(1),
    attributes: {
      'nats.server.mapping.to': 'orders.new',
      'nats.server.mapping.account': 'BILLING',
    },
  }
  const [message] = toJourneyView([
    publish('order'),
    hop('n1', { parent: 'order', events: [crossing] }),
  ]).messages

  expect(message?.stops).toEqual(['account BILLING does not allow traces'])
})

test('a consumer whose producer is in another trace is a receiver of the message it links to', () => {
  const linked = handle('later', {
    traceId: 'b'.repeat(32),
    start: 5,
    links: [{ traceId: 'a'.repeat(32), spanId: idOf('order'), attributes: {} }],
  })
  const { messages } = toJourneyView([publish('order'), linked])

  expect(messages).toMatchObject([{ receivers: [{ service: 'shop' }] }])
})

test.each([
  ['stored', 'would store'],
  ['rejected', 'would reject'],
  ['duplicate', 'duplicate'],
])('of a dry run "%s" is told as "%s"', (told, outcome) => {
  const dry = { 'nats.trace.dry_run': true }
  const { messages } = toJourneyView([
    publish('order', { attributes: dry }),
    hop('n1', { parent: 'order', attributes: dry }),
    work('store', {
      parent: 'n1',
      attributes: {
        ...dry,
        'messaging.nats.stream.name': 'ORDERS',
        'messaging.nats.store.outcome': told,
      },
    }),
  ])

  expect(messages).toMatchObject([{ isDryRun: true, stores: [{ stream: 'ORDERS', outcome }] }])
})

function theOrder(): JourneyMessage {
  const { messages } = toJourneyView(recordedOrder())
  const order = messages.find(({ subject }) => subject === 'orders.new')
  if (order === undefined) throw new Error('the recorded order has no message of orders.new')
  return order
}

function egress(fields: Readonly<Record<string, string>>): {
  readonly name: string
  readonly timeUnixNano: bigint
  readonly attributes: Readonly<Record<string, string>>
} {
  const named = Object.entries(fields).map(([key, value]) => [`nats.server.egress.${key}`, value])
  return { name: 'egress', timeUnixNano: nanos(1), attributes: Object.fromEntries(named) }
}
