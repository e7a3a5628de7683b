import { SpanKind } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { instrumentationOf, type Instrumentation } from '../src/connection/instrumentation.ts'
import { startProcess } from '../src/receive/start-process.ts'
import { endSend, failSend } from '../src/send/end-send.ts'
import type { Send } from '../src/send/send.ts'
import { startSend } from '../src/send/start-send.ts'
import { withinSend } from '../src/send/within-send.ts'
import { withoutTracing } from '../src/connection/without-tracing.ts'
import { listen, startPair, type Pair } from './pair.ts'

test('the messages of an operation carry its context and have no spans, also after it has waited', async () => {
  await using pair = await startPair()
  const received = await listen(pair, 'chunk')
  const put = startPut(pair)

  await withinSend(put, async () => {
    await pair.traced.flush()
    pair.traced.publish('chunk', '1')
    await pair.traced.request('nobody').catch(() => {})
  })
  endSend(put, { 'messaging.nats.stream.name': 'KV_books' })

  expect((await received()).headers?.get('traceparent')).toContain(put.span.spanContext().spanId)
  expect(pair.telemetry.spans).toMatchObject([
    {
      name: 'put books',
      kind: 'client',
      status: { code: 'unset' },
      attributes: { 'messaging.operation.name': 'put', 'messaging.nats.stream.name': 'KV_books' },
    },
  ])
  expect(pair.telemetry.measured('messaging.client.sent.messages')).toEqual([1])
})

test('an operation that fails says so, and what comes after it is no part of it', async () => {
  await using pair = await startPair()
  const put = startPut(pair)

  withinSend(put, () => {})
  failSend(put, new RangeError('too large'))
  pair.traced.publish('after', '')

  expect(pair.telemetry.spans).toMatchObject([
    { name: 'put books', status: { code: 'error' }, attributes: { 'error.type': 'RangeError' } },
    { name: 'publish after' },
  ])
})

test('what is handled while an operation runs is no part of it', async () => {
  await using pair = await startPair()
  pair.traced.subscribe('a', { callback: () => pair.traced.publish('b', '') })
  await pair.traced.flush()
  const put = startPut(pair)

  await withinSend(put, async () => {
    pair.plain.publish('a', '')
    await pair.telemetry.until((spans) => spans.some(({ name }) => name === 'publish b'))
  })

  const [process] = pair.telemetry.spansNamed('process a')
  expect(pair.telemetry.spansNamed('publish b')[0]?.parentSpanId).toBe(process?.spanId)
})

test('the handling of a message ends once', async () => {
  await using pair = await startPair()
  const message = { subject: 'a' }
  const handling = startProcess(instrumentation(pair.traced), { message, source: undefined })

  handling?.end()
  handling?.end(new Error('too late'))

  expect(pair.telemetry.spans).toMatchObject([{ name: 'process a', status: { code: 'unset' } }])
  expect(pair.telemetry.measured('messaging.process.duration')).toHaveLength(1)
})

test('what runs without tracing sends messages as they are', async () => {
  await using pair = await startPair()
  const received = await listen(pair, 'a')

  await withoutTracing(async () => {
    await pair.traced.flush()
    pair.traced.publish('a', '')
  })

  expect((await received()).headers).toBeUndefined()
  expect(pair.telemetry.spans).toEqual([])
})

/** Begins an operation that is more than a message, as a key-value store has them. */
function startPut({ traced }: Pair): Send {
  const send = startSend(instrumentation(traced), {
    operation: 'put',
    subject: '$KV.books.1984',
    display: 'books',
    kind: SpanKind.CLIENT,
    payload: 'x',
    headers: undefined,
  })
  if (!send) throw new Error('the operation is not traced')
  return send
}

function instrumentation(connection: object): Instrumentation {
  const known = instrumentationOf(connection)
  if (!known) throw new Error('the connection is not instrumented')
  return known
}
