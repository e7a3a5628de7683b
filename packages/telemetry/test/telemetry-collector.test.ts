import '@hopscope/observe/node'
import { startNatsServer } from '@hopscope/nats-server'
import { withSpan } from '@hopscope/observe'
import { decodeLogs } from '@hopscope/observe/otlp'
import { ensureTelemetryStream, readSpans, TelemetryCollector } from '@hopscope/telemetry'
import type { Subscription } from '@nats-io/nats-core'
import { context } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { connectTo } from './connect-to.ts'
import { storedMessages } from './stored-messages.ts'

test('a bundle stores spans, what is logged in them, and metrics', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const telemetry = new TelemetryCollector(connection, { service: 's' })

  await withSpan(telemetry.tracer, 'work', {}, () => {
    telemetry.logger.info('working')
    telemetry.metrics.counter('worked').inc()
  })
  await telemetry.close()

  const subjects = (await storedMessages(connection)).map(({ subject }) => subject)
  expect(subjects.toSorted()).toEqual([
    'telemetry.logs.s.info',
    'telemetry.metrics.s.batch',
    'telemetry.spans.s.batch',
  ])
  const one = { recorded: 1, stored: 1, dropped: 0 }
  expect(telemetry.stats).toEqual({ spans: one, logs: one, metrics: one })
})

test('a log record has the ids of the span that it was written in', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using telemetry = new TelemetryCollector(connection, { service: 's' })

  await withSpan(telemetry.tracer, 'work', {}, () => telemetry.logger.info('working'))
  await telemetry.flush()

  const stored = await storedMessages(connection)
  const logs = stored.find(({ subject }) => subject === 'telemetry.logs.s.info')
  const record = logs && decodeLogs(logs.data)?.resourceLogs[0]?.scopeLogs[0]?.logRecords[0]
  const spans = []
  for await (const { resourceSpans } of readSpans(connection)) spans.push(...resourceSpans)
  const span = spans[0]?.scopeSpans[0]?.spans[0]
  expect(span?.name).toBe('work')
  expect([record?.traceId, record?.spanId]).toEqual([span?.traceId, span?.spanId])
})

test('what goes wrong outside of a span is logged', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using telemetry = new TelemetryCollector(connection, { service: 's' })

  telemetry.errors.captureError(context.active(), new Error('no'))
  await telemetry.flush()

  const [stored] = await storedMessages(connection)
  expect(stored?.subject).toBe('telemetry.logs.s.error')
})

test('options of one signal hold for that one', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using telemetry = new TelemetryCollector(connection, {
    service: 's',
    traces: { sampler: () => false },
  })

  await withSpan(telemetry.tracer, 'work', {}, () => telemetry.logger.info('working'))
  await telemetry.flush()

  expect(telemetry.stats).toMatchObject({ spans: { recorded: 0 }, logs: { stored: 1 } })
})

test.each([
  { traces: { limits: { maxLinks: -1 } } },
  { logs: { limits: { maxAttributes: -1 } } },
  { metrics: { maxSeries: -1 } },
  { metrics: { temporality: 'deltas' } },
])('a bundle that is refused for %j leaves nothing open', async (options) => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const opened: Subscription[] = []
  const subscribe = connection.subscribe.bind(connection)
  connection.subscribe = (...given) => {
    const subscription = subscribe(...given)
    opened.push(subscription)
    return subscription
  }

  // @ts-expect-error what JavaScript lets through
  expect(() => new TelemetryCollector(connection, options)).toThrow('must be')

  await expect.poll(() => opened.filter((each) => !each.isClosed())).toEqual([])
})
