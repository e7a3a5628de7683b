import { headers } from '@nats-io/nats-core'
import type { Loss } from '@hopscope/nats'
import { context, propagation, ROOT_CONTEXT } from '@opentelemetry/api'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listen, startPair, type Pair } from './pair.ts'

const CONTEXT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
const OTHER_CONTEXT = '00-5c02a3577b34da6a3ce929d0e0e47361-00f067aa0ba902b8-01'
const warnings: Error[] = []
const onWarning = (warning: Error): void => void warnings.push(warning)

beforeEach(() => {
  warnings.length = 0
  process.on('warning', onWarning)
})
afterEach(() => process.off('warning', onWarning))

test.each([
  ['ok', { traceparent: CONTEXT }],
  ['missing', {}],
  ['malformed', { traceparent: 'nonsense' }],
  ['duplicate', { traceparent: CONTEXT, Traceparent: OTHER_CONTEXT }],
  ['case_mismatch', { Traceparent: CONTEXT }],
  ['disabled_by_server', { traceparent: CONTEXT, 'Nats-Trace-Dest': 'trace disabled' }],
  ['disabled_by_server', { Xraceparent: CONTEXT }],
])('a context that is %s is counted as that: %o', async (result, own) => {
  await using pair = await startPair()

  await receive(pair, own)

  expect(pair.telemetry.measurements.filter(({ name }) => name === 'nats.tracing.context')).toEqual(
    [
      expect.objectContaining({
        value: 1,
        tags: expect.objectContaining({
          'nats.trace.context': result,
          'messaging.destination.name': 'orders.new',
        }),
      }),
    ],
  )
})

test.each([
  ['case_mismatch', { Traceparent: CONTEXT }],
  ['disabled_by_server', { traceparent: CONTEXT, 'Nats-Trace-Dest': 'trace disabled' }],
  ['disabled_by_server', { Xraceparent: CONTEXT }],
])('a context that is %s is continued, says so, and is no loss', async (result, own) => {
  const losses: Loss[] = []
  await using pair = await startPair({ onLost: (loss) => losses.push(loss) })

  await receive(pair, own)

  expect(pair.telemetry.spans[0]).toMatchObject({
    parentSpanId: '00f067aa0ba902b7',
    attributes: { 'nats.trace.context': result },
  })
  expect(losses).toEqual([])
})

test('a context that is in order is not mentioned', async () => {
  await using pair = await startPair()

  await receive(pair, { traceparent: CONTEXT })

  expect(pair.telemetry.spans[0]?.attributes).not.toHaveProperty('nats.trace.context')
})

test('onLost is told of every loss, and where it was', async () => {
  const losses: Loss[] = []
  await using pair = await startPair({ onLost: (loss) => losses.push(loss) })

  await receive(pair, {}, 'orders.*')
  await receive(pair, { traceparent: 'nonsense' }, 'orders.*')

  expect(losses).toEqual([
    { result: 'missing', operation: 'process', subject: 'orders.new', source: 'orders.*' },
    { result: 'malformed', operation: 'process', subject: 'orders.new', source: 'orders.*' },
  ])
})

test('the process is warned once for each source, whatever the subjects', async () => {
  await using pair = await startPair({ lost: 'warn' })

  await receive(pair, {}, 'orders.*')
  await receive(pair, {}, 'orders.*')
  process.emitWarning('the last one')

  const isLast = ({ message }: Error) => message === 'the last one'
  await expect.poll(() => warnings.some(isLast)).toBe(true)
  expect(warnings).toMatchObject([
    {
      name: 'HopscopeWarning',
      code: 'CONTEXT_LOST',
      message: 'a message on orders.new came without a traceparent, so that its trace ends here',
    },
    { message: 'the last one' },
  ])
})

test('nobody is warned when losses are off', async () => {
  await using pair = await startPair({ lost: 'off' })

  await receive(pair, {})
  process.emitWarning('the next one')

  await expect.poll(() => warnings.map(({ message }) => message)).toEqual(['the next one'])
})

test('a message that came without its context is handed over in mode throw too, with a warning', async () => {
  await using pair = await startPair({ lost: 'throw' })

  await receive(pair, {})
  await receive(pair, {})

  expect(pair.telemetry.spansNamed('process orders.new')).toHaveLength(2)
  await expect.poll(() => warnings).toHaveLength(1)
})

test('a message that has no room for its context is sent without, and counts as lost', async () => {
  const losses: Loss[] = []
  const config = 'max_payload: 2048'
  await using pair = await startPair({ onLost: (loss) => losses.push(loss) }, { config })
  const received = await listen(pair, 'orders.new')

  pair.traced.publish('orders.new', 'x'.repeat(2048))

  expect((await received()).data).toHaveLength(2048)
  expect(losses).toEqual([
    { result: 'no_room', operation: 'send', subject: 'orders.new', source: 'orders.new' },
  ])
  const [count] = pair.telemetry.measurements.filter(({ name }) => name === 'nats.tracing.context')
  expect(count?.tags['nats.trace.context']).toBe('no_room')
})

test('a message that has no room for its baggage is sent without the context too', async () => {
  const losses: Loss[] = []
  const config = 'max_payload: 8192'
  await using pair = await startPair({ onLost: (loss) => losses.push(loss) }, { config })
  const received = await listen(pair, 'orders.new')
  const baggage = propagation.createBaggage({ tenant: { value: 'x'.repeat(6000) } })

  context.with(propagation.setBaggage(ROOT_CONTEXT, baggage), () =>
    pair.traced.publish('orders.new', 'x'.repeat(4096)),
  )

  expect((await received()).data).toHaveLength(4096)
  expect(losses.map(({ result }) => result)).toEqual(['no_room'])
})

test('in mode throw a message that has no room for its context is not sent', async () => {
  await using pair = await startPair({ lost: 'throw' }, { config: 'max_payload: 2048' })
  const received = await listen(pair, 'orders.new')
  const large = 'x'.repeat(2048)
  const error = expect.objectContaining({ code: 'CONTEXT_LOST' })

  expect(() => pair.traced.publish('orders.new', large)).toThrow(error)
  await expect(pair.traced.request('orders.new', large)).rejects.toThrow(error)
  await expect(pair.traced.requestMany('orders.new', large)).rejects.toThrow(error)

  pair.traced.publish('orders.new', 'small')
  expect((await received()).string()).toBe('small')
})

test('a server that takes no headers gets messages without, which counts as lost', async () => {
  const losses: Loss[] = []
  const config = 'no_header_support: true'
  await using pair = await startPair({ onLost: (loss) => losses.push(loss) }, { config })
  const received = await listen(pair, 'orders.new')

  pair.traced.publish('orders.new', 'x')

  expect((await received()).string()).toBe('x')
  expect(losses.map(({ result }) => result)).toEqual(['no_headers'])
})

/** Sends a message of which `subject` gets one, without tracing, and waits until it was handled. */
async function receive(
  pair: Pair,
  own: Readonly<Record<string, string>>,
  subject = 'orders.new',
): Promise<void> {
  const before = pair.telemetry.spans.length
  const subscription = pair.traced.subscribe(subject, { callback: () => {} })
  await pair.traced.flush()
  const sent = headers()
  for (const [name, value] of Object.entries(own)) sent.set(name, value)
  pair.plain.publish('orders.new', '', { headers: sent })
  await pair.telemetry.until((spans) => spans.length > before)
  subscription.unsubscribe()
}
