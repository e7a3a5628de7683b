import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { expect, test } from 'vitest'
import { startPair, type Pair } from './pair.ts'

test('a message that is published and handled is counted and timed on both sides', async () => {
  await using pair = await startPair()
  pair.traced.subscribe('orders.*', { queue: 'workers', callback: () => {} })
  await pair.traced.flush()

  pair.traced.publish('orders.new', '')

  await pair.telemetry.until((spans) => spans.length === 2)
  const server = { 'server.address': '127.0.0.1', 'server.port': String(pair.server.port) }
  const sent = {
    ...server,
    'messaging.system': 'nats',
    'messaging.operation.name': 'publish',
    'messaging.operation.type': 'send',
    'messaging.destination.name': 'orders.new',
  }
  const processed = {
    ...server,
    'messaging.system': 'nats',
    'messaging.operation.name': 'process',
    'messaging.operation.type': 'process',
    'messaging.destination.template': 'orders.*',
    'messaging.consumer.group.name': 'workers',
  }
  expect(measurements(pair)).toEqual([
    ['messaging.client.operation.duration', sent],
    ['messaging.client.sent.messages', sent],
    ['nats.tracing.context', { ...processed, 'nats.trace.context': 'ok' }],
    ['messaging.client.consumed.messages', processed],
    ['messaging.process.duration', processed],
  ])
  expect(pair.telemetry.measured('messaging.client.sent.messages')).toEqual([1])
})

test('durations are in seconds', async () => {
  await using pair = await startPair()
  const work = () => new Promise<void>((resolve) => setTimeout(() => resolve(), 20))
  // @ts-expect-error nats.js wants no promise, and applications return one all the same
  pair.traced.subscribe('a', { callback: work })
  await pair.traced.flush()

  pair.traced.publish('a', '')

  await pair.telemetry.until((spans) => spans.length === 2)
  const [duration] = pair.telemetry.measured('messaging.process.duration')
  expect(duration).toBeGreaterThan(0.005)
  expect(duration).toBeLessThan(5)
})

test('what fails says how, and is counted as sent all the same', async () => {
  await using pair = await startPair()
  pair.traced.subscribe('silent', { callback: () => {} })
  await pair.traced.flush()

  await expect(pair.traced.request('nobody', '')).rejects.toThrow('no responders')
  await expect(pair.traced.request('silent', '', { timeout: 20 })).rejects.toThrow('timeout')

  expect(errorTypes(pair, 'messaging.client.operation.duration')).toEqual([
    '503_no_responders',
    'timeout',
  ])
  expect(errorTypes(pair, 'messaging.client.sent.messages')).toEqual([
    '503_no_responders',
    'timeout',
  ])
})

test('subjects with ids make no series of their own, and inboxes neither', async () => {
  await using pair = await startPair()
  pair.traced.subscribe('orders.*', { callback: (_, message) => void message.respond('yes') })
  await pair.traced.flush()

  await pair.traced.request('orders.17', '')

  const tags = pair.telemetry.measurements
    .filter(({ name }) => name === 'messaging.client.sent.messages')
    .map(({ tags }) => [
      tags['messaging.operation.name'],
      tags['messaging.destination.name'],
      tags['messaging.destination.temporary'],
    ])
  expect(tags).toEqual([
    ['reply', undefined, 'true'],
    ['request', undefined, undefined],
  ])
})

test('a message of a stream is measured by stream and consumer, and so is its settlement', async () => {
  await using pair = await startPair()
  const { streams, consumers } = await jetstreamManager(pair.plain)
  await streams.add({ name: 'ORDERS', subjects: ['orders.>'] })
  await consumers.add('ORDERS', { durable_name: 'fulfilment' })
  await jetstream(pair.plain).publish('orders.new', '')

  const consumer = await jetstream(pair.traced).consumers.get('ORDERS', 'fulfilment')
  for await (const message of await consumer.fetch({ max_messages: 1, expires: 1000 })) {
    message.ack()
  }

  const group = {
    'messaging.nats.stream.name': 'ORDERS',
    'messaging.consumer.group.name': 'fulfilment',
  }
  const tagsOf = (name: string) =>
    pair.telemetry.measurements.filter((one) => one.name === name).map(({ tags }) => tags)
  await expect.poll(() => tagsOf('messaging.client.operation.duration')).toHaveLength(2)
  expect(tagsOf('messaging.process.duration')).toEqual([expect.objectContaining(group)])
  expect(tagsOf('messaging.client.consumed.messages')).toEqual([expect.objectContaining(group)])
  expect(tagsOf('messaging.client.operation.duration')).toEqual([
    expect.objectContaining({
      'messaging.operation.name': 'ack',
      'messaging.operation.type': 'settle',
      'messaging.nats.stream.name': 'ORDERS',
    }),
    expect.objectContaining({
      'messaging.operation.name': 'fetch',
      'messaging.operation.type': 'receive',
      ...group,
    }),
  ])
})

function measurements({ telemetry }: Pair) {
  return telemetry.measurements.map(({ name, tags }) => [name, tags])
}

function errorTypes({ telemetry }: Pair, name: string) {
  return telemetry.measurements
    .filter((one) => one.name === name)
    .map(({ tags }) => tags['error.type'])
}
