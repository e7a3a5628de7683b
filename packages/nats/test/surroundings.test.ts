import { instrument } from '@hopscope/nats'
import { connect } from '@nats-io/transport-node'
import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { expect, test, vi } from 'vitest'
import { startPair } from './pair.ts'

test('a message that the filter leaves out does not run in the context of connect()', async () => {
  await using pair = await startPair()
  const { telemetry } = pair
  const [active, main] = telemetry.tracer.start(context.active(), 'main')
  const connection = await context.with(active, async () =>
    instrument(await connect({ servers: pair.server.url }), {
      telemetry,
      lost: 'off',
      filter: { exclude: ['health'] },
    }),
  )
  main.end()
  connection.subscribe('health', { callback: () => connection.publish('b', '') })
  await connection.flush()

  pair.plain.publish('health', '')
  await telemetry.until((spans) => spans.length === 2)
  await connection.close()

  expect(telemetry.spansNamed('publish b')[0]?.parentSpanId).toBeUndefined()
})

test('a callback of an inbox does not run in the context of connect()', async () => {
  await using pair = await startPair()
  const { telemetry } = pair
  const [active, main] = telemetry.tracer.start(context.active(), 'main')
  const connection = await context.with(active, async () =>
    instrument(await connect({ servers: pair.server.url }), { telemetry, lost: 'off' }),
  )
  main.end()
  connection.subscribe('_INBOX.mine', { callback: () => connection.publish('b', '') })
  await connection.flush()

  pair.plain.publish('_INBOX.mine', '')
  await telemetry.until((spans) => spans.length === 2)
  await connection.close()

  expect(telemetry.spansNamed('publish b')[0]?.parentSpanId).toBeUndefined()
})

test('baggage of a message is there in a loop whose spans belong to the loop', async () => {
  await using pair = await startPair({ parent: 'ambient' })
  const { tracer } = pair.telemetry
  const subscription = pair.traced.subscribe('a', { max: 1 })
  await pair.traced.flush()
  const baggage = propagation.createBaggage({ tenant: { value: 't1' } })
  const sender = propagation.setBaggage(ROOT_CONTEXT, baggage)
  const [active, worker] = tracer.start(context.active(), 'worker')

  context.with(sender, () => pair.traced.publish('a', ''))
  const tenants: unknown[] = []
  await context.with(active, async () => {
    for await (const _ of subscription) {
      tenants.push(propagation.getBaggage(context.active())?.getEntry('tenant')?.value)
    }
  })
  worker.end()

  expect(tenants).toEqual(['t1'])
})

test('a connection that another copy of the package has instrumented is not traced twice', async () => {
  await using pair = await startPair()
  vi.resetModules()
  const copy = await import('@hopscope/nats')
  expect(copy.instrument).not.toBe(instrument)
  copy.instrument(pair.traced, { telemetry: pair.telemetry, lost: 'off' })
  pair.traced.subscribe('a', { callback: () => {} })
  await pair.traced.flush()

  pair.traced.publish('a', '')
  await pair.telemetry.until((spans) => spans.some(({ name }) => name === 'process a'))
  await pair.traced.flush()

  expect(pair.telemetry.spans.map(({ name }) => name).toSorted()).toEqual([
    'process a',
    'publish a',
  ])
})

test('a handler that rejects with nothing has a span that failed', async () => {
  await using pair = await startPair()
  const onRejection = (): void => {}
  process.on('unhandledRejection', onRejection)
  pair.traced.subscribe('a', {
    callback: () => Promise.reject(),
  })
  await pair.traced.flush()

  pair.plain.publish('a', '')
  await pair.telemetry.until((spans) => spans.length === 1)
  await new Promise((resolve) => setImmediate(resolve))
  process.off('unhandledRejection', onRejection)

  expect(pair.telemetry.spansNamed('process a')[0]?.status.code).toBe('error')
})

test('an iterator of a subscription can be disposed of, as that of nats.js', async () => {
  await using pair = await startPair()

  const plain = pair.plain.subscribe('a')[Symbol.asyncIterator]()
  const traced = pair.traced.subscribe('a')[Symbol.asyncIterator]()

  // Node 22 has none.
  expect(Symbol.asyncDispose in traced).toBe(Symbol.asyncDispose in plain)
})

test('what is subscribed where tracing is suppressed has no spans, as what is consumed', async () => {
  await using pair = await startPair()
  const suppressed = context
    .active()
    .setValue(Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING'), true)
  const seen: unknown[] = []
  context.with(suppressed, () =>
    pair.traced.subscribe('a', {
      callback: () => void seen.push(trace.getSpan(context.active())),
    }),
  )
  await pair.traced.flush()

  pair.plain.publish('a', '')
  await pair.plain.flush()
  await pair.traced.flush()

  expect(seen).toEqual([undefined])
  expect(pair.telemetry.spans).toEqual([])
})

test('an error that is told to a callback is not handled in the context of connect()', async () => {
  await using pair = await startPair(
    {},
    {
      config:
        'authorization { users = [{ user: u, password: p, permissions: { subscribe: { deny: ["no"] } } }] }\nno_auth_user: u',
    },
  )
  const { telemetry } = pair
  const [active, main] = telemetry.tracer.start(context.active(), 'main')
  const connection = await context.with(active, async () =>
    instrument(await connect({ servers: pair.server.url }), { telemetry, lost: 'off' }),
  )
  main.end()
  connection.subscribe('no', {
    callback: (error) => {
      if (error) connection.publish('alarm', '')
    },
  })
  await connection.flush()

  await telemetry.until((spans) => spans.some(({ name }) => name === 'publish alarm'))
  await connection.close()

  expect(telemetry.spansNamed('publish alarm')[0]?.parentSpanId).toBeUndefined()
})
