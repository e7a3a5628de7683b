import { jetstreamManager } from '@nats-io/jetstream'
import { ROOT_CONTEXT } from '@opentelemetry/api'
import { decodeTraces } from '@hopscope/observe/otlp'
import { startNatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream, TraceCollector, type TelemetryError } from '@hopscope/telemetry'
import { expect, test } from 'vitest'
import { connectTo } from './connect-to.ts'

test('a flush is one OTLP message in TELEMETRY, with every scope', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, {
    service: 'check out',
    resource: { 'service.version': '1.2' },
  })

  for (const scope of ['one', 'two']) {
    const tracer = collector.tracerProvider.getTracer(scope)
    for (const name of ['a', 'b']) tracer.startSpan(name, {}, ROOT_CONTEXT).end()
  }
  await collector.flush()

  const manager = await jetstreamManager(connection)
  const { state } = await manager.streams.info('TELEMETRY')
  const stored = await manager.streams.getMessage('TELEMETRY', { seq: 1 })
  const traces = stored && decodeTraces(stored.data)
  expect(state.messages).toBe(1)
  expect(stored?.subject).toBe('telemetry.spans.check_out.batch')
  expect(stored?.header.get('Content-Type')).toBe('application/x-protobuf')
  expect(
    traces?.resourceSpans.flatMap(({ resource, scopeSpans }) =>
      scopeSpans.map(({ scope, spans }) => [
        resource.attributes['service.name'],
        resource.attributes['service.version'],
        scope.name,
        spans.map(({ name }) => name),
      ]),
    ),
  ).toEqual([
    ['check out', '1.2', 'one', ['a', 'b']],
    ['check out', '1.2', 'two', ['a', 'b']],
  ])
  expect(collector.stats).toEqual({ recorded: 4, stored: 4, dropped: 0 })
})

test('spans are published by themselves after the interval', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const subscription = connection.subscribe('telemetry.spans.>', { max: 1 })
  await using collector = new TraceCollector(connection, { service: 's', flushIntervalMs: 1 })

  collector.tracer.start(ROOT_CONTEXT, 'work')[1].end()

  for await (const { subject } of subscription) expect(subject).toBe('telemetry.spans.s.batch')
})

test('a batch is published again until a stream is there to take it', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await using collector = new TraceCollector(connection, {
    service: 's',
    maxAttempts: 20,
    ackTimeoutMs: 20,
  })
  const refused = connection.subscribe('telemetry.spans.>', { max: 2 })
  await connection.flush()

  collector.tracer.start(ROOT_CONTEXT, 'work')[1].end()
  const flushed = collector.flush()
  for await (const { headers } of refused) expect(headers?.get('Nats-Msg-Id')).toHaveLength(36)
  await ensureTelemetryStream(connection)
  await flushed

  expect(collector.stats).toEqual({ recorded: 1, stored: 1, dropped: 0 })
})

test('spans that no stream takes are dropped, counted and told of', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const errors: TelemetryError[] = []
  await using collector = new TraceCollector(connection, {
    service: 's',
    maxAttempts: 2,
    onError: (error) => void errors.push(error),
  })

  collector.tracer.start(ROOT_CONTEXT, 'work')[1].end()
  await collector.flush()

  expect(collector.stats).toEqual({ recorded: 1, stored: 0, dropped: 1 })
  expect(errors).toMatchObject([
    { code: 'SPANS_DROPPED', message: '1 spans were not stored: no stream stores the subject' },
  ])
})

test('more spans than may wait are dropped', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, { service: 's', maxQueuedSpans: 3 })

  for (let i = 0; i < 5; i++) collector.tracer.start(ROOT_CONTEXT, 'work')[1].end()
  await collector.flush()

  expect(collector.stats).toEqual({ recorded: 5, stored: 3, dropped: 2 })
})

test('a batch is split where one message cannot hold it, and a span that fits in none is dropped', async () => {
  await using server = await startNatsServer({ config: 'max_payload: 8192' })
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, { service: 's' })

  const tracer = collector.tracerProvider.getTracer('t')
  for (const length of [3000, 3000, 3000, 9000]) {
    tracer.startSpan('work', { attributes: { text: 'x'.repeat(length) } }, ROOT_CONTEXT).end()
  }
  await collector.flush()

  expect(collector.stats).toEqual({ recorded: 4, stored: 3, dropped: 1 })
})

test('a span that ends after close is counted as dropped', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const collector = new TraceCollector(connection, { service: 's' })
  const [, late] = collector.tracer.start(ROOT_CONTEXT, 'late')

  await collector.close()
  late.end()

  expect(collector.stats).toEqual({ recorded: 1, stored: 0, dropped: 1 })
})

test('closing twice waits twice', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const collector = new TraceCollector(connection, { service: 's' })
  collector.tracer.start(ROOT_CONTEXT, 'work')[1].end()

  void collector.close()
  await collector.close()

  expect(collector.stats).toEqual({ recorded: 1, stored: 1, dropped: 0 })
})

test('spans that wait for an acknowledgement are dropped when the connection is closed', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const errors: TelemetryError[] = []
  const collector = new TraceCollector(connection, {
    service: 's',
    ackTimeoutMs: 60_000,
    onError: (error) => void errors.push(error),
  })
  const silent = connection.subscribe('telemetry.spans.>', { max: 1 })
  await connection.flush()
  collector.tracer.start(ROOT_CONTEXT, 'work')[1].end()

  const flushed = collector.flush()
  for await (const _ of silent) await connection.close()
  await flushed

  expect(collector.stats).toEqual({ recorded: 1, stored: 0, dropped: 1 })
  expect(errors).toMatchObject([{ message: expect.stringContaining('connection was closed') }])
})

test('a span that cannot be encoded is dropped, and does not throw into the application', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, { service: 's' })
  const broken = {
    get nested(): never {
      throw new Error('broken')
    },
  }

  const span = collector.tracerProvider.getTracer('t').startSpan('work', {}, ROOT_CONTEXT)
  // @ts-expect-error no value of an attribute
  span.setAttribute('broken', broken)
  span.end()
  collector.tracer.start(ROOT_CONTEXT, 'next')[1].end()
  await collector.flush()

  expect(collector.stats).toEqual({ recorded: 2, stored: 1, dropped: 1 })
})

test.each([
  ['an empty service', { service: '' }],
  ['a batch of none', { service: 's', maxBatchSpans: 0 }],
])('%s is refused', async (_, options) => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)

  expect(() => new TraceCollector(connection, options)).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID' }),
  )
})
