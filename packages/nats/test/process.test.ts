import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { headers, type Msg } from '@nats-io/nats-core'
import { contextOf, process as processMessages, withMessage } from '@hopscope/nats'
import { context, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { listen, startPair, type Pair } from './pair.ts'

test('process handles each message in its context, and is done when there are no more', async () => {
  await using pair = await startPair()
  const subscription = pair.traced.subscribe('a', { max: 3 })
  await publish(pair, ['1', '2', '3'])

  const seen: (string | undefined)[] = []
  await processMessages(subscription, async () => {
    await pair.traced.flush()
    seen.push(activeSpanId())
  })

  expect(seen).toEqual(pair.telemetry.spansNamed('process a').map(({ spanId }) => spanId))
  expect(new Set(seen).size).toBe(3)
  expect(activeSpanId()).toBeUndefined()
})

test('process handles as many messages at a time as it may, each with a span to itself', async () => {
  await using pair = await startPair()
  const subscription = pair.traced.subscribe('a', { max: 6 })
  await publish(pair, ['1', '2', '3', '4', '5', '6'])

  let running = 0
  let most = 0
  const recording: (boolean | undefined)[] = []
  const handle = async (): Promise<void> => {
    running++
    most = Math.max(most, running)
    await pair.traced.flush()
    await pair.traced.flush()
    recording.push(trace.getActiveSpan()?.isRecording())
    running--
  }
  await processMessages(subscription, handle, { concurrency: 3 })

  expect(most).toBe(3)
  expect(recording).toEqual([true, true, true, true, true, true])
  expect(pair.telemetry.spansNamed('process a')).toHaveLength(6)
})

test('a handler that throws ends the processing, and its span says why', async () => {
  await using pair = await startPair()
  const subscription = pair.traced.subscribe('a')
  await publish(pair, ['1', '2', '3'])

  const handled: string[] = []
  const processing = processMessages(subscription, (message: Msg) => {
    handled.push(message.string())
    if (message.string() === '2') throw new RangeError('too far')
  })

  await expect(processing).rejects.toThrow('too far')
  expect(handled).toEqual(['1', '2'])
  expect(subscription.isClosed()).toBe(true)
  expect(pair.telemetry.spansNamed('process a').map(({ status }) => status)).toEqual([
    { code: 'unset' },
    { code: 'error', message: 'too far' },
  ])
})

test.each([
  ['a proxy', hostileProxy()],
  ['an error whose message throws', hostileError()],
])('the span of a handler that throws %s ends, as one that failed', async (_, thrown) => {
  await using pair = await startPair()
  const subscription = pair.traced.subscribe('a')
  await pair.traced.flush()
  pair.plain.publish('a')

  const processing = processMessages(subscription, () => {
    throw thrown
  })
  await processing.catch(() => {})

  expect(pair.telemetry.spansNamed('process a')).toMatchObject([
    { status: { code: 'error' }, attributes: { 'error.type': expect.any(String) } },
  ])
})

test('a handler that throws waits for no further message, and for those that are handled', async () => {
  await using pair = await startPair()
  const subscription = pair.traced.subscribe('a')
  await publish(pair, ['slow', 'bad'])

  const done: string[] = []
  const handle = async (message: Msg): Promise<void> => {
    if (message.string() === 'bad') throw new Error('bad message')
    await pair.traced.flush()
    done.push(message.string())
  }

  await expect(processMessages(subscription, handle, { concurrency: 4 })).rejects.toThrow('bad')
  expect(done).toEqual(['slow'])
  expect(subscription.isClosed()).toBe(true)
})

test('process takes the messages of a consumer, with their acks', async () => {
  await using pair = await startPair()
  const { streams, consumers } = await jetstreamManager(pair.plain)
  await streams.add({ name: 'ORDERS', subjects: ['orders.>'] })
  await consumers.add('ORDERS', { durable_name: 'w', ack_policy: AckPolicy.Explicit })
  for (const body of ['1', '2']) await jetstream(pair.traced).publish('orders.new', body)
  const consumer = await jetstream(pair.traced).consumers.get('ORDERS', 'w')

  const messages = await consumer.fetch({ max_messages: 2, expires: 1000 })
  await processMessages(messages, (message) => message.ack(), { concurrency: 2 })

  expect(pair.telemetry.spansNamed('process ORDERS').map(({ events }) => events)).toMatchObject([
    [{ name: 'ack' }],
    [{ name: 'ack' }],
  ])
})

test('process takes messages of a connection without tracing in the context of their sender', async () => {
  await using pair = await startPair()
  const subscription = pair.plain.subscribe('a', { max: 1 })
  await pair.plain.flush()
  pair.traced.publish('a', '')

  const seen: unknown[] = []
  await processMessages(subscription, () => seen.push(activeSpanId()))

  expect(seen).toEqual([pair.telemetry.spansNamed('publish a')[0]?.spanId])
  expect(pair.telemetry.spansNamed('process a')).toEqual([])
})

test.each([0, 1.5, Number.NaN])('process handles no %s messages at a time', async (concurrency) => {
  const none: AsyncIterable<Msg> = (async function* () {})()

  await expect(processMessages(none, () => {}, { concurrency })).rejects.toMatchObject({
    code: 'OPTION_INVALID',
    message: `concurrency must be a whole number from 1, got ${concurrency}`,
  })
})

test('withMessage goes on with a message where its context is not active', async () => {
  await using pair = await startPair()
  const queue: Msg[] = []
  pair.traced.subscribe('a', { callback: (_, message) => void queue.push(message) })
  await publish(pair, ['1'])
  await pair.telemetry.until((spans) => spans.length === 2)

  const seen = queue.map((message) => withMessage(message, () => activeSpanId()))

  expect(seen).toEqual([pair.telemetry.spansNamed('process a')[0]?.spanId])
  expect(activeSpanId()).toBeUndefined()
})

test('the context of a message that a connection without tracing got is that of its sender', async () => {
  await using pair = await startPair()
  const received = await listen(pair, 'a')
  pair.traced.publish('a', '')

  const spanContext = trace.getSpanContext(contextOf(await received()))

  expect(spanContext?.spanId).toBe(pair.telemetry.spansNamed('publish a')[0]?.spanId)
})

test('the context of a message without one is the root context', () => {
  expect(contextOf({ headers: headers() })).toBe(ROOT_CONTEXT)
  expect(contextOf({})).toBe(ROOT_CONTEXT)
})

async function publish(pair: Pair, texts: readonly string[]): Promise<void> {
  await pair.traced.flush()
  for (const text of texts) pair.traced.publish('a', text)
}

function activeSpanId(): string | undefined {
  return trace.getSpanContext(context.active())?.spanId
}

function hostileProxy(): object {
  const fail = (): never => {
    throw new Error('trap')
  }
  return new Proxy({}, { get: fail, has: fail, getPrototypeOf: fail, ownKeys: fail })
}

function hostileError(): Error {
  return Object.defineProperty(new Error('x'), 'message', {
    get() {
      throw new Error('getter')
    },
  })
}
