import { jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { context, createContextKey, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import '@hopscope/observe/node'
import { decodeTraces, type SpanData } from '@hopscope/observe/otlp'
import { flatten } from '@hopscope/path'
import { startNatsServer } from '@hopscope/nats-server'
import {
  ensureTelemetryStream,
  readSpans,
  TraceCollector,
  type StoredSpans,
  type TelemetryError,
} from '@hopscope/telemetry'
import { expect, test } from 'vitest'
import { connectTo } from './connect-to.ts'
import { RestartableServer } from './restartable-server.ts'

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

test('an attribute that cannot be read costs that attribute, and not its span', async () => {
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

  expect(collector.stats).toEqual({ recorded: 2, stored: 2, dropped: 0 })
})

test('spans that end while the server is away are stored when it is back', async () => {
  await using server = await RestartableServer.start()
  await using connection = await connect({
    servers: server.url,
    reconnectTimeWait: 20,
    maxReconnectAttempts: -1,
  })
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, { service: 's', maxBatchSpans: 1 })
  const work = (name: string) => collector.tracer.start(ROOT_CONTEXT, name)[1].end()
  const away = statusOf(connection, 'disconnect')
  const back = statusOf(connection, 'reconnect')

  for (let at = 0; at < 100; at++) work(`before ${at}`)
  await server.kill()
  await away
  for (let at = 0; at < 100; at++) work(`away ${at}`)
  await server.comeBack()
  await back
  for (let at = 0; at < 100; at++) work(`after ${at}`)
  await collector.flush()

  expect(collector.stats).toEqual({ recorded: 300, stored: 300, dropped: 0 })
  expect(new Set(await readNames(connection)).size).toBe(300)
})

test('many batches wait for their acknowledgements at a time, and no more than allowed', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await using collector = new TraceCollector(connection, {
    service: 's',
    maxBatchSpans: 1,
    maxInFlight: 3,
    closeTimeoutMs: 1,
  })
  let published = 0
  connection.subscribe('telemetry.spans.>', { callback: () => void published++ })
  await connection.flush()

  for (let at = 0; at < 10; at++) collector.tracer.start(ROOT_CONTEXT, 'work')[1].end()
  await expect.poll(() => published).toBeGreaterThanOrEqual(3)
  await connection.flush()

  expect(published).toBe(3)
})

test('closing waits no longer than it may, and drops what is not acknowledged', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const errors: TelemetryError[] = []
  const collector = new TraceCollector(connection, {
    service: 's',
    ackTimeoutMs: 60_000,
    closeTimeoutMs: 10,
    onError: (error) => void errors.push(error),
  })
  connection.subscribe('telemetry.spans.>', { callback: () => {} })
  collector.tracer.start(ROOT_CONTEXT, 'work')[1].end()

  await collector.close()

  expect(collector.stats).toEqual({ recorded: 1, stored: 0, dropped: 1 })
  expect(errors).toMatchObject([
    { code: 'SPANS_DROPPED', message: expect.stringContaining('within 10 ms of closing') },
  ])
})

test('more bytes than may wait are dropped', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, { service: 's', maxQueuedBytes: 1000 })

  const tracer = collector.getTracer('t')
  const attributes = { text: 'x'.repeat(600) }
  for (let at = 0; at < 5; at++) tracer.startSpan('work', { attributes }, ROOT_CONTEXT).end()
  await collector.flush()

  expect(collector.stats).toEqual({ recorded: 5, stored: 2, dropped: 3 })
})

test('spans are compressed where that is asked for, and read all the same', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, { service: 's', compression: 'gzip' })

  collector.tracer.start(ROOT_CONTEXT, 'work')[1].end()
  await collector.flush()

  const manager = await jetstreamManager(connection)
  const stored = await manager.streams.getMessage('TELEMETRY', { seq: 1 })
  expect(stored?.header.get('Content-Encoding')).toBe('gzip')
  expect(await readNames(connection)).toEqual(['work'])
})

test("the service, the sampler and the limits are those of OpenTelemetry's variables", async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const env = {
    OTEL_SERVICE_NAME: 'shop',
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=other,deployment.environment.name=test%20lab',
    OTEL_TRACES_SAMPLER: 'parentbased_always_off',
    OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '1',
  }
  await using collector = new TraceCollector(connection, { env })
  const remote = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }
  const tracer = collector.getTracer('t')

  tracer.startSpan('root', {}, ROOT_CONTEXT).end()
  tracer
    .startSpan('child', { attributes: { a: 1, b: 2 } }, trace.setSpanContext(ROOT_CONTEXT, remote))
    .end()
  await collector.flush()

  const [stored] = await readAll(connection)
  expect(await readNames(connection)).toEqual(['child'])
  expect(stored?.subject).toBe('telemetry.spans.shop.batch')
  expect(stored?.resourceSpans[0]).toMatchObject({
    resource: {
      attributes: {
        'service.name': 'shop',
        'deployment.environment.name': 'test lab',
        'process.pid': process.pid,
      },
    },
    scopeSpans: [{ spans: [{ droppedAttributesCount: 1 }] }],
  })
})

test('publishing spans makes no spans', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, { service: 's' })
  const publish = connection.publish.bind(connection)
  const suppressed: unknown[] = []
  connection.publish = (...given) => {
    suppressed.push(context.active().getValue(SUPPRESS_TRACING))
    publish(...given)
  }

  collector.tracer.start(ROOT_CONTEXT, 'work')[1].end()
  await collector.flush()

  expect(suppressed).toEqual([true])
})

test('a collector is a tracer provider of OpenTelemetry', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, { service: 's' })

  trace.setGlobalTracerProvider(collector)
  trace.getTracer('lib', '1').startSpan('work', {}, ROOT_CONTEXT).end()
  trace.disable()
  await collector.flush()

  const [stored] = await readAll(connection)
  expect(stored?.resourceSpans[0]?.scopeSpans[0]?.scope).toEqual({ name: 'lib', version: '1' })
})

test('a span that was recorded elsewhere is taken as it is', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, { service: 's' })

  collector.record(SPAN, { name: 'elsewhere' })
  await collector.flush()

  const [stored] = await readAll(connection)
  expect(stored?.resourceSpans[0]?.scopeSpans[0]).toMatchObject({
    scope: { name: 'elsewhere' },
    spans: [SPAN],
  })
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

const SPAN: SpanData = {
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  name: 'work',
  kind: 'server',
  startTimeUnixNano: 1n,
  endTimeUnixNano: 2n,
  attributes: { a: 1 },
  events: [],
  links: [],
  status: { code: 'unset' },
}

const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')

async function readAll(connection: NatsConnection): Promise<readonly StoredSpans[]> {
  const stored: StoredSpans[] = []
  for await (const message of readSpans(connection)) stored.push(message)
  return stored
}

async function readNames(connection: NatsConnection): Promise<readonly string[]> {
  const stored = await readAll(connection)
  return stored
    .flatMap(({ resourceSpans }) => [...flatten(resourceSpans)])
    .map(({ span }) => span.name)
}

async function statusOf(connection: NatsConnection, wanted: string): Promise<void> {
  for await (const { type } of connection.status()) if (type === wanted) return
}
