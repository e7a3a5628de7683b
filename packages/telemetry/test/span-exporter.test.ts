import { startNatsServer } from '@hopscope/nats-server'
import { decodeTraces } from '@hopscope/observe/otlp'
import {
  ensureTelemetryStream,
  NatsSpanExporter,
  type ExporterOptions,
  type ExportResult,
} from '@hopscope/telemetry'
import type { NatsConnection } from '@nats-io/transport-node'
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-base'
import { expect, test } from 'vitest'
import { connectTo } from './connect-to.ts'
import { storedMessages } from './stored-messages.ts'

test('spans of the SDK are stored as one OTLP message', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const provider = sdk(connection)
  const remote = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1, isRemote: true }
  const tracer = provider.getTracer('lib', '1')

  const parent = tracer.startSpan(
    'parent',
    { kind: SpanKind.CONSUMER, attributes: { a: 1, b: ['x'] }, links: [{ context: remote }] },
    trace.setSpanContext(ROOT_CONTEXT, remote),
  )
  parent.addEvent('seen', { n: 2.5 }).setStatus({ code: SpanStatusCode.ERROR, message: 'no' })
  tracer.startSpan('child', {}, trace.setSpan(ROOT_CONTEXT, parent)).end()
  parent.end()
  await provider.shutdown()

  const stored = await storedMessages(connection)
  expect(stored.map(({ subject }) => subject)).toEqual(['telemetry.spans.shop_checkout.batch'])
  const [resourceSpans] = (stored[0] && decodeTraces(stored[0].data)?.resourceSpans) ?? []
  expect(resourceSpans?.resource.attributes).toMatchObject({ 'service.name': 'shop.checkout' })
  expect(resourceSpans?.scopeSpans).toMatchObject([
    {
      scope: { name: 'lib', version: '1' },
      spans: [
        { name: 'child', parentSpanId: parent.spanContext().spanId, flags: 0x101 },
        {
          name: 'parent',
          kind: 'consumer',
          traceId: remote.traceId,
          parentSpanId: remote.spanId,
          flags: 0x301,
          attributes: { a: 1, b: ['x'] },
          events: [{ name: 'seen', attributes: { n: 2.5 } }],
          links: [{ traceId: remote.traceId, spanId: remote.spanId, flags: 0x301 }],
          status: { code: 'error', message: 'no' },
        },
      ],
    },
  ])
})

test('an export that a message cannot hold is stored in several', async () => {
  await using server = await startNatsServer({ config: 'max_payload: 8192' })
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const provider = sdk(connection)

  const attributes = { text: 'x'.repeat(1500) }
  for (let at = 0; at < 8; at++) {
    provider.getTracer('t').startSpan('work', { attributes }, ROOT_CONTEXT).end()
  }
  await provider.shutdown()

  const stored = await storedMessages(connection)
  const names = stored.flatMap(({ data }) =>
    (decodeTraces(data)?.resourceSpans ?? []).flatMap(({ scopeSpans }) =>
      scopeSpans.flatMap(({ spans }) => spans.map(({ name }) => name)),
    ),
  )
  expect(stored.length).toBeGreaterThan(1)
  expect(names).toHaveLength(8)
})

test('DagNats has a message for each span, on the subject of its run', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const provider = sdk(connection, { format: 'dagnats' })

  const attributes = { 'dagnats.run.id': 'run 7' }
  const span = provider.getTracer('t').startSpan('work', { attributes }, ROOT_CONTEXT)
  span.end()
  await provider.shutdown()

  const { traceId, spanId } = span.spanContext()
  const [stored] = await storedMessages(connection)
  expect(stored?.subject).toBe('telemetry.spans.shop_checkout.run_7')
  expect(stored?.header('Nats-Msg-Id')).toBe(`${traceId}.${spanId}`)
  expect(stored && JSON.parse(new TextDecoder().decode(stored.data))).toMatchObject({
    traceId: Buffer.from(traceId, 'hex').toString('base64'),
    name: 'work',
    kind: 'SPAN_KIND_INTERNAL',
  })
})

test('the first DagNats has its own record of a span', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const provider = sdk(connection, { format: 'dagnats-v1' })

  provider.getTracer('t').startSpan('work', { kind: SpanKind.SERVER }, ROOT_CONTEXT).end()
  await provider.shutdown()

  const [stored] = await storedMessages(connection)
  expect(stored?.subject).toBe('telemetry.spans.shop_checkout.no-run')
  expect(stored && JSON.parse(new TextDecoder().decode(stored.data))).toMatchObject({
    name: 'work',
    service: 'shop.checkout',
    kind: 'server',
    status: 'ok',
  })
})

test('an export that no stream takes has failed', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const exporter = new NatsSpanExporter(connection, { maxAttempts: 1 })

  const result = await exported(exporter, [SPAN])
  await exporter.shutdown()

  expect(result).toMatchObject({
    code: 1,
    error: {
      code: 'EXPORT_FAILED',
      message: 'telemetry was not stored: no stream stores the subject',
    },
  })
  expect(await exported(exporter, [SPAN])).toMatchObject({ code: 1 })
})

test('a span that cannot be read fails the export, and does not throw', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const exporter = new NatsSpanExporter(connection)
  const broken = {
    ...SPAN,
    spanContext(): never {
      throw new Error('broken')
    },
  }

  expect(await exported(exporter, [broken])).toMatchObject({
    code: 1,
    error: { message: 'telemetry was not stored: broken' },
  })
})

test('spans of the SDK 1 are read too', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  const { instrumentationScope: _, ...rest } = SPAN
  const exporter = new NatsSpanExporter(connection)

  const span = { ...rest, parentSpanId: 'd'.repeat(16), instrumentationLibrary: { name: 'old' } }
  await exported(exporter, [span])

  const [stored] = await storedMessages(connection)
  expect(stored && decodeTraces(stored.data)?.resourceSpans[0]?.scopeSpans[0]).toMatchObject({
    scope: { name: 'old' },
    spans: [{ parentSpanId: 'd'.repeat(16) }],
  })
})

function sdk(connection: NatsConnection, options?: ExporterOptions): BasicTracerProvider {
  const exporter = new NatsSpanExporter(connection, options)
  return new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop.checkout' }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  })
}

const SPAN: ReadableSpan = {
  name: 'work',
  kind: SpanKind.INTERNAL,
  spanContext: () => ({ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }),
  startTime: [1, 0],
  endTime: [2, 0],
  duration: [1, 0],
  ended: true,
  status: { code: SpanStatusCode.UNSET },
  attributes: {},
  links: [],
  events: [],
  resource: resourceFromAttributes({}),
  instrumentationScope: { name: 'lib' },
  droppedAttributesCount: 0,
  droppedEventsCount: 0,
  droppedLinksCount: 0,
}

function exported(
  exporter: NatsSpanExporter,
  spans: Parameters<NatsSpanExporter['export']>[0],
): Promise<ExportResult> {
  return new Promise((resolve) => exporter.export(spans, resolve))
}
