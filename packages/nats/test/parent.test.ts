import { headers } from '@nats-io/nats-core'
import { instrument } from '@hopscope/nats'
import { context, trace } from '@opentelemetry/api'
import { connect } from '@nats-io/transport-node'
import { expect, test } from 'vitest'
import { startPair, type Pair } from './pair.ts'

const SENDER = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' }

test('by default a message is handled in the trace of the span that sent it', async () => {
  await using pair = await startPair()

  await handleOne(pair)

  expect(pair.telemetry.spansNamed('process a')[0]).toMatchObject({
    traceId: SENDER.traceId,
    parentSpanId: SENDER.spanId,
    links: [],
  })
})

test('with links a message begins a trace of its own, and links to the span that sent it', async () => {
  await using pair = await startPair({ parent: 'link' })

  await handleOne(pair)

  const [process] = pair.telemetry.spansNamed('process a')
  expect(process?.parentSpanId).toBeUndefined()
  expect(process?.traceId).not.toBe(SENDER.traceId)
  expect(process?.links).toMatchObject([SENDER])
})

test('with links what a handler sends is in the trace of the handler', async () => {
  await using pair = await startPair({ parent: 'link' })
  pair.traced.subscribe('a', { callback: () => pair.traced.publish('b', '') })
  await pair.traced.flush()

  sendFromElsewhere(pair)

  await pair.telemetry.until((spans) => spans.length === 2)
  const [process] = pair.telemetry.spansNamed('process a')
  expect(pair.telemetry.spansNamed('publish b')[0]).toMatchObject({
    traceId: process?.traceId,
    parentSpanId: process?.spanId,
  })
})

test('a message that a schedule published is linked, for each firing has the same context', async () => {
  await using pair = await startPair()

  await handleOne(pair, { 'Nats-Scheduler': 'schedules.daily' })

  const [process] = pair.telemetry.spansNamed('process a')
  expect(process?.traceId).not.toBe(SENDER.traceId)
  expect(process?.links).toMatchObject([SENDER])
})

test('a dead letter is linked to what sent its original, for that trace has ended', async () => {
  await using pair = await startPair()

  await handleOne(pair, { 'X-Dead-Letter-Reason': 'no stock' })

  const [process] = pair.telemetry.spansNamed('process a')
  expect(process?.parentSpanId).toBeUndefined()
  expect(process?.traceId).not.toBe(SENDER.traceId)
  expect(process?.links).toMatchObject([SENDER])
})

test('with ambient parents a loop in a span is the parent, and the sender is linked', async () => {
  await using pair = await startPair({ parent: 'ambient' })
  const [active, job] = pair.telemetry.tracer.start(context.active(), 'job')

  await context.with(active, () => loopOverOne(pair))
  job.end()

  expect(pair.telemetry.spansNamed('process a')[0]).toMatchObject({
    parentSpanId: job.otel.spanContext().spanId,
    links: [SENDER],
  })
})

test('with ambient parents a span that has ended is no parent', async () => {
  await using pair = await startPair({ parent: 'ambient' })
  const [active, job] = pair.telemetry.tracer.start(context.active(), 'job')

  await context.with(active, () => {
    job.end()
    return loopOverOne(pair)
  })

  expect(pair.telemetry.spansNamed('process a')[0]?.parentSpanId).toBe(SENDER.spanId)
})

test('with ambient parents the message is the parent where there is no span', async () => {
  await using pair = await startPair({ parent: 'ambient' })

  await loopOverOne(pair)

  expect(pair.telemetry.spansNamed('process a')[0]).toMatchObject({
    parentSpanId: SENDER.spanId,
    links: [],
  })
})

test.each(['message', 'link', 'ambient'] as const)(
  'in mode %s a callback never belongs to the span in which the connection was made',
  async (parent) => {
    await using pair = await startPair()
    const { telemetry } = pair
    const [active, main] = telemetry.tracer.start(context.active(), 'main')
    const connection = await context.with(active, async () => {
      const made = instrument(await connect({ servers: pair.server.url }), { telemetry, parent })
      made.subscribe('a', { callback: () => {} })
      await made.flush()
      return made
    })

    sendFromElsewhere(pair)
    await telemetry.until((spans) => spans.length === 1)
    main.end()
    await connection.close()

    expect(telemetry.spansNamed('process a')[0]?.parentSpanId).not.toBe(
      main.otel.spanContext().spanId,
    )
  },
)

async function handleOne(pair: Pair, extra: Readonly<Record<string, string>> = {}): Promise<void> {
  pair.traced.subscribe('a', { callback: () => {} })
  await pair.traced.flush()
  sendFromElsewhere(pair, extra)
  await pair.telemetry.until((spans) => spans.some(({ name }) => name === 'process a'))
}

async function loopOverOne(pair: Pair): Promise<void> {
  const subscription = pair.traced.subscribe('a', { max: 1 })
  await pair.traced.flush()
  sendFromElsewhere(pair)
  for await (const _ of subscription) trace.getActiveSpan()
}

function sendFromElsewhere(pair: Pair, extra: Readonly<Record<string, string>> = {}): void {
  const sent = headers()
  sent.set('traceparent', `00-${SENDER.traceId}-${SENDER.spanId}-01`)
  for (const [name, value] of Object.entries(extra)) sent.set(name, value)
  pair.plain.publish('a', '', { headers: sent })
}
