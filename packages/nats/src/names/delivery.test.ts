import { expect, test } from 'vitest'
import { parseDelivery } from './delivery.ts'

test.each([
  ['of servers up to 2.10', '$JS.ACK.ORDERS.fulfilment.2.7.9.1700000000000000000.3'],
  [
    'with domain and account',
    '$JS.ACK.hub.AbCdEf.ORDERS.fulfilment.2.7.9.1700000000000000000.3.rnd',
  ],
  ['without a domain', '$JS.ACK._.AbCdEf.ORDERS.fulfilment.2.7.9.1700000000000000000.3'],
])('reads the ack subject %s', (_, subject) => {
  const delivery = parseDelivery(subject)

  expect(delivery?.stream).toBe('ORDERS')
  expect(delivery?.attributes).toMatchObject({
    'messaging.nats.message.delivery_count': 2,
    'messaging.nats.message.stream_sequence': 7,
    'messaging.nats.message.consumer_sequence': 9,
    'messaging.nats.consumer.pending': 3,
  })
})

test.each([
  ['hub', '$JS.ACK.hub.AbCdEf.ORDERS.fulfilment.2.7.9.1700000000000000000.3.rnd'],
  [undefined, '$JS.ACK._.AbCdEf.ORDERS.fulfilment.2.7.9.1700000000000000000.3.rnd'],
  [undefined, '$JS.ACK.ORDERS.fulfilment.2.7.9.1700000000000000000.3'],
])('finds the domain %s', (domain, subject) => {
  expect(parseDelivery(subject)?.attributes['messaging.nats.domain']).toBe(domain)
})

test.each([undefined, '', '_INBOX.x.1', '$JS.ACK.ORDERS'])('%s is no ack subject', (subject) => {
  expect(parseDelivery(subject)).toBeUndefined()
})

test('what is no number in an ack subject is left out', () => {
  const delivery = parseDelivery('$JS.ACK.ORDERS.fulfilment.two.7.9.1700000000000000000.3')

  expect(delivery?.attributes['messaging.nats.message.delivery_count']).toBeUndefined()
  expect(delivery?.attributes['messaging.nats.message.stream_sequence']).toBe(7)
})
