import { headers } from '@nats-io/nats-core'
import { instrument } from '@hopscope/nats'
import { expect, test } from 'vitest'
import { listen, startPair } from './pair.ts'

test('an excluded subject has no spans, and its messages carry nothing', async () => {
  await using pair = await startPair({
    filter: { include: ['orders.>'], exclude: ['orders.ping'] },
  })
  const received = await listen(pair, 'orders.ping')
  pair.traced.subscribe('>', { callback: () => {} })
  await pair.traced.flush()

  pair.traced.publish('orders.ping', '')
  pair.traced.publish('audit', '')
  pair.traced.publish('orders.new', '')

  await pair.telemetry.until((spans) => spans.length === 2)
  expect((await received()).headers).toBeUndefined()
  expect(pair.telemetry.spans.map(({ name }) => name)).toEqual(['publish orders.new', 'process >'])
})

test('a reply to a request that is not traced is not traced either', async () => {
  await using pair = await startPair({ filter: (subject) => subject !== 'health' })
  pair.traced.subscribe('health', { callback: (_, message) => void message.respond('ok') })
  await pair.traced.flush()

  const reply = await pair.traced.request('health')

  expect(reply.headers).toBeUndefined()
  expect(pair.telemetry.spans).toEqual([])
})

test('templates name what is sent, and what is received more exactly than its subscription', async () => {
  await using pair = await startPair({ templates: ['orders.*.created'] })
  pair.traced.subscribe('orders.>', { callback: () => {} })
  await pair.traced.flush()

  pair.traced.publish('orders.17.created', '')

  await pair.telemetry.until((spans) => spans.length === 2)
  const [publish] = pair.telemetry.spansNamed('publish orders.*.created')
  const [process] = pair.telemetry.spansNamed('process orders.*.created')
  expect(publish?.attributes['messaging.destination.template']).toBe('orders.*.created')
  expect(process?.attributes['messaging.destination.template']).toBe('orders.*.created')
  expect(process?.attributes['messaging.destination.name']).toBe('orders.17.created')
})

test('headers are captured in any case, and the payload up to so many bytes', async () => {
  await using pair = await startPair({ captureHeaders: ['X-Tenant'], captureBodyBytes: 5 })
  pair.traced.subscribe('a', { callback: () => {} })
  await pair.traced.flush()
  const sent = headers()
  sent.append('x-tenant', 'one')
  sent.append('x-tenant', 'two')
  sent.set('authorization', 'secret')

  pair.traced.publish('a', 'größer', { headers: sent })

  await pair.telemetry.until((spans) => spans.length === 2)
  const captured = {
    'messaging.header.x-tenant': ['one', 'two'],
    'messaging.nats.message.body': 'grö',
    'messaging.message.body.size': 8,
  }
  const [publish, process] = pair.telemetry.spans
  expect(publish?.attributes).toMatchObject(captured)
  expect(process?.attributes).toMatchObject(captured)
  expect(publish?.attributes).not.toHaveProperty('messaging.header.authorization')
})

test('nothing of a message is captured unless it is asked for', async () => {
  await using pair = await startPair()
  const sent = headers()
  sent.set('x-tenant', 'one')

  pair.traced.publish('a', 'text', { headers: sent })

  const names = Object.keys(pair.telemetry.spans[0]?.attributes ?? {})
  expect(names.filter((name) => /header|body/.test(name))).toEqual([])
})

test('hooks add to the spans of messages that are sent, received and settled', async () => {
  await using pair = await startPair({
    hooks: {
      publish: (span, { operation, subject }) =>
        void span.setAttribute('hook', `${operation} ${subject}`),
      consume: (span, { subject }) => void span.setAttribute('hook', `consume ${subject}`),
    },
  })
  pair.traced.subscribe('a', { callback: () => {} })
  await pair.traced.flush()

  pair.traced.publish('a', '')

  await pair.telemetry.until((spans) => spans.length === 2)
  expect(pair.telemetry.spans.map(({ attributes }) => attributes['hook'])).toEqual([
    'publish a',
    'consume a',
  ])
})

test('a hook that throws or rejects changes nothing but a counter', async () => {
  const errors: unknown[] = []
  await using pair = await startPair({
    hooks: {
      publish() {
        throw new Error('broken')
      },
      consume: async () => Promise.reject(new Error('broken too')),
    },
    onError: (error) => errors.push(error),
  })
  const handled: string[] = []
  pair.traced.subscribe('a', { callback: (_, message) => void handled.push(message.string()) })
  await pair.traced.flush()

  pair.traced.publish('a', 'x')

  await pair.telemetry.until((spans) => spans.length === 2)
  await expect.poll(() => errors).toHaveLength(2)
  expect(handled).toEqual(['x'])
  expect(pair.telemetry.spans.map(({ status }) => status.code)).toEqual(['unset', 'unset'])
  expect(pair.telemetry.measured('nats.tracing.errors', { 'nats.tracing.origin': 'hook' })).toEqual(
    [1, 1],
  )
})

test('errorType says what an error is called, and leaves the others to the default', async () => {
  await using pair = await startPair({
    errorType: (error) => (error instanceof RangeError ? 'out_of_range' : undefined),
  })
  pair.traced.subscribe('a', {
    callback: (_, message) => {
      if (message.string() === 'range') return Promise.reject(new RangeError('too far'))
      return Promise.reject(new TypeError('what'))
    },
  })
  await pair.traced.flush()
  const rejections: unknown[] = []
  const onRejection = (error: unknown): void => void rejections.push(error)
  process.on('unhandledRejection', onRejection)

  pair.traced.publish('a', 'range')
  pair.traced.publish('a', 'type')

  await pair.telemetry.until((spans) => spans.length === 4)
  await expect.poll(() => rejections).toHaveLength(2)
  process.off('unhandledRejection', onRejection)
  const types = pair.telemetry
    .spansNamed('process a')
    .map(({ attributes }) => attributes['error.type'])
  expect(types).toEqual(['out_of_range', 'TypeError'])
})

test('a function of an option that throws is counted, and messages go on', async () => {
  const fail = () => {
    throw new Error('broken')
  }
  await using pair = await startPair({ templates: fail, filter: fail, onLost: fail })
  pair.traced.subscribe('a', { callback: () => {} })
  await pair.traced.flush()

  pair.plain.publish('a', '')

  await pair.telemetry.until((spans) => spans.length === 1)
  expect(pair.telemetry.spans.map(({ name }) => name)).toEqual(['process a'])
  expect(
    pair.telemetry.measured('nats.tracing.errors', { 'nats.tracing.origin': 'option' }),
  ).toEqual([1, 1, 1])
})

const FILTER_IS_TEXT = 'filter.include must be a list of patterns of NATS, got "orders.>"'
const HOOK_IS_UNKNOWN = 'hooks must have no other keys than publish, consume, settle, got recieve'

test.each([
  [{ parent: 'both' }, 'parent must be one of message, link, ambient, got both'],
  [{ settle: 'never' }, 'settle must be one of events, spans, got never'],
  [{ lost: 'loud' }, 'lost must be one of off, warn, throw, got loud'],
  [{ templates: ['orders..new'] }, 'templates must be patterns of NATS, got "orders..new"'],
  [{ filter: { include: ['>.a'] } }, 'filter.include must be patterns of NATS, got ">.a"'],
  [{ filter: { exclude: [''] } }, 'filter.exclude must be patterns of NATS, got ""'],
  [{ captureBodyBytes: -1 }, 'captureBodyBytes must be a whole number from 0, got -1'],
  [{ captureBodyBytes: 10n }, 'captureBodyBytes must be a whole number from 0, got 10'],
  [{ filter: { include: 'orders.>' } }, FILTER_IS_TEXT],
  [
    { filter: { includes: ['a'] } },
    'filter must have no other keys than include, exclude, got includes',
  ],
  [{ filter: 'orders.>' }, 'filter must be a function or an object, got "orders.>"'],
  [{ templates: 5 }, 'templates must be a list of patterns of NATS, got 5'],
  [{ templates: [5] }, 'templates must be patterns of NATS, got 5'],
  [{ telemetry: 5 }, 'telemetry must have a method tracer.start, got 5'],
  [{ telemetry: {} }, 'telemetry must have a method tracer.start, got an object'],
  [{ tracerProvider: null }, 'tracerProvider must have a method getTracer, got null'],
  [{ meterProvider: {} }, 'meterProvider must have a method getMeter, got an object'],
  [{ propagator: 'b3' }, 'propagator must have a method inject, got "b3"'],
  [{ captureHeaders: 'x' }, 'captureHeaders must be a list of names of headers, got "x"'],
  [{ captureHeaders: [''] }, 'captureHeaders must be names of headers, got ""'],
  [{ hooks: { recieve: () => {} } }, HOOK_IS_UNKNOWN],
  [{ hooks: { publish: 'x' } }, 'hooks.publish must be a function, got "x"'],
  [{ hooks: [] }, 'hooks must be an object, got a list'],
  [{ baggage: 'no' }, 'baggage must be true or false, got "no"'],
  [{ parent: 5 }, 'parent must be one of message, link, ambient, got 5'],
  [{ onLost: true }, 'onLost must be a function, got true'],
  [{ onError: {} }, 'onError must be a function, got an object'],
  [{ errorType: Symbol('a') }, 'errorType must be a function, got Symbol(a)'],
  [null, 'options must be an object, got null'],
])('an option that is not what it may be is told at once: %o', async (options, message) => {
  await using pair = await startPair()

  // @ts-expect-error what JavaScript lets through
  expect(() => instrument(pair.plain, options)).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID', message, hint: expect.any(String) }),
  )
  expect(() => instrument(pair.plain)).not.toThrow()
})

test('a connection that was not waited for is refused, with what to do', async () => {
  // @ts-expect-error what JavaScript lets through
  expect(() => instrument(Promise.resolve())).toThrow(
    expect.objectContaining({
      code: 'OPTION_INVALID',
      message: 'connection must be one of nats.js, got a promise',
      hint: 'await it: instrument(await connect(…))',
    }),
  )
})

test('a second call keeps the options of the first', async () => {
  await using pair = await startPair({ templates: ['orders.*'] })

  const again = instrument(pair.traced, { templates: ['other.*'] })
  again.publish('orders.1', '')

  expect(again).toBe(pair.traced)
  expect(pair.telemetry.spans.map(({ name }) => name)).toEqual(['publish orders.*'])
})
