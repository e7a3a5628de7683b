import { expect, test } from 'vitest'
import { parseDelivery } from './delivery.ts'

test.each([
  ['of servers up to 2.10', '$JS.ACK.ORDERS.fulfilment.2.7.9.1700000000000000000.0'],
  [
    'with domain and account',
    '$JS.ACK.hub.AbCdEf.ORDERS.fulfilment.2.7.9.1700000000000000000.0.rnd',
  ],
  ['without a domain', '$JS.ACK._.AbCdEf.ORDERS.fulfilment.2.7.9.1700000000000000000.0'],
])('reads the ack subject %s', (_, subject) => {
  expect(parseDelivery(subject)?.attributes).toEqual({
    'messaging.nats.stream.name': 'ORDERS',
    'messaging.nats.message.delivery_count': 2,
    'messaging.nats.message.stream_sequence': 7,
  })
})

test.each([undefined, '', '_INBOX.x.1', '$JS.ACK.ORDERS'])('%s is no ack subject', (subject) => {
  expect(parseDelivery(subject)).toBeUndefined()
})
