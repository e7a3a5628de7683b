import { expect, test } from 'vitest'
import { consumerSource, streamSource, subscriptionSource } from './source.ts'

test('a subscription is named after its subject, which is a template if it has wildcards', () => {
  expect(subscriptionSource('orders.*', 'workers')).toMatchObject({
    subject: { display: 'orders.*', template: 'orders.*', label: 'orders.*' },
    attributes: {
      'messaging.destination.template': 'orders.*',
      'messaging.consumer.group.name': 'workers',
    },
  })
  expect(subscriptionSource('orders.new', undefined)).toMatchObject({
    subject: { display: 'orders.new', label: 'orders.new' },
    attributes: {},
  })
})

test('a consumer is named after its one filter, or else after its stream', () => {
  expect(consumerSource({ ...DURABLE, filterSubjects: ['orders.*'] }).subject).toMatchObject({
    display: 'orders.*',
    template: 'orders.*',
  })
  expect(consumerSource({ ...DURABLE, filterSubjects: ['a', 'b'] }).subject.display).toBe('ORDERS')
  expect(consumerSource(DURABLE).subject.display).toBe('ORDERS')
  expect(consumerSource({ ...DURABLE, filterSubjects: ['>'] }).subject.display).toBe('ORDERS')
})

test('a durable consumer is a group by its name', () => {
  expect(consumerSource(DURABLE).metricAttributes).toEqual({
    'messaging.nats.stream.name': 'ORDERS',
    'messaging.nats.consumer.name': 'worker',
    'messaging.consumer.group.name': 'worker',
  })
})

test('the name of an ephemeral consumer is not told: it is another one each time', () => {
  const source = consumerSource({ ...DURABLE, isDurable: false })

  expect(source.attributes).toEqual({ 'messaging.nats.stream.name': 'ORDERS' })
  expect(source.metricAttributes).toEqual({ 'messaging.nats.stream.name': 'ORDERS' })
})

test('the name of a stream is no subject to measure by', () => {
  expect(streamSource('ORDERS').subject.label).toBeUndefined()
})

const DURABLE = { stream: 'ORDERS', name: 'worker', isDurable: true, filterSubjects: [] }
