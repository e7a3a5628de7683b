import { jetstream } from '@nats-io/jetstream'
import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { startNatsServer } from '@hopscope/nats-server'
import { decodeTraces, type SpanData } from '@hopscope/observe/otlp'
import { fixedAttributes } from '@hopscope/observe/recorder'
import { flatten } from '@hopscope/path'
import { ensureTelemetryStream, readSpans, TraceCollector } from '@hopscope/telemetry'
import { expect, test } from 'vitest'
import { connectTo } from './connect-to.ts'
import { storedMessages, type StoredMessage } from './stored-messages.ts'

test('with the layout trace, each trace of a flush is a message that ends with its id', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, { service: 'check out', layout: 'trace' })
  const [context, root] = collector.tracer.start(ROOT_CONTEXT, 'root')
  const [, other] = collector.tracer.start(ROOT_CONTEXT, 'other')

  collector.tracer.start(context, 'child')[1].end()
  other.end()
  root.end()
  await collector.flush()

  const stored = await storedMessages(connection)
  expect(stored.map((message) => [message.subject, namesIn(message)])).toEqual([
    [`telemetry.spans.check_out.${root.otel.spanContext().traceId}`, ['child', 'root']],
    [`telemetry.spans.check_out.${other.otel.spanContext().traceId}`, ['other']],
  ])
  expect(collector.stats).toEqual({ recorded: 3, stored: 3, dropped: 0 })
})

test('one trace is read by its subject, and everything by reading spans', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, { service: 's', layout: 'trace' })
  const [, wanted] = collector.tracer.start(ROOT_CONTEXT, 'wanted')
  wanted.end()
  collector.tracer.start(ROOT_CONTEXT, 'other')[1].end()
  await collector.flush()

  const { traceId } = wanted.otel.spanContext()
  const consumer = await jetstream(connection).consumers.get('TELEMETRY', {
    filter_subjects: `telemetry.spans.*.${traceId}`,
  })
  const message = await consumer.next()
  const names: string[] = []
  for await (const { resourceSpans } of readSpans(connection)) {
    names.push(...Array.from(flatten(resourceSpans), ({ span }) => span.name))
  }

  expect(message?.info.pending).toBe(0)
  expect(message && namesIn(message)).toEqual(['wanted'])
  expect(names).toEqual(['wanted', 'other'])
})

test('with the layout run, the spans of a run are a message on the subject that DagNats has', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, { service: 's', layout: 'run' })
  const tracer = collector.getTracer('t')

  tracer.startSpan('a', { attributes: { run_id: 'r.1' } }, ROOT_CONTEXT).end()
  tracer.startSpan('b', { attributes: fixedAttributes({ 'dagnats.run.id': 'r2' }) }).end()
  tracer.startSpan('c', { attributes: { run_id: 'r.1', 'dagnats.run.id': 'r2' } }).end()
  tracer.startSpan('d', { attributes: { run_id: 7 } }, ROOT_CONTEXT).end()
  tracer.startSpan('e', {}, ROOT_CONTEXT).setAttribute('run_id', 'r.1').end()
  collector.record({ ...SPAN, attributes: { run_id: 'r2' } }, { name: 'elsewhere' })
  await collector.flush()

  const stored = await storedMessages(connection)
  expect(stored.map((message) => [message.subject, namesIn(message)])).toEqual([
    ['telemetry.spans.s.r_1', ['a', 'e']],
    ['telemetry.spans.s.r2', ['b', 'c', 'elsewhere']],
    ['telemetry.spans.s.no-run', ['d']],
  ])
})

test('more spans than a batch may have are published at once, of however many traces they are', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, {
    service: 's',
    layout: 'trace',
    maxBatchSpans: 20,
    flushIntervalMs: 60_000,
  })

  for (let at = 0; at < 20; at++) collector.tracer.start(ROOT_CONTEXT, `trace ${at}`)[1].end()

  await expect.poll(() => collector.stats.stored).toBe(20)
  const subjects = (await storedMessages(connection)).map(({ subject }) => subject)
  expect(new Set(subjects).size).toBe(20)
})

test('a span that was recorded elsewhere goes to its trace', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, { service: 's', layout: 'trace' })
  const parent = { traceId: SPAN.traceId, spanId: 'c'.repeat(16), traceFlags: 1 }

  collector.record(SPAN, { name: 'elsewhere' })
  collector.getTracer('t').startSpan('here', {}, trace.setSpanContext(ROOT_CONTEXT, parent)).end()
  await collector.flush()

  const stored = await storedMessages(connection)
  expect(stored.map((message) => [message.subject, namesIn(message)])).toEqual([
    [`telemetry.spans.s.${SPAN.traceId}`, ['elsewhere', 'here']],
  ])
})

test('a layout that there is not is refused', async () => {
  await using server = await startNatsServer()
  await using connection = await connectTo(server)
  const layout = JSON.parse('"span"')

  expect(() => new TraceCollector(connection, { service: 's', layout })).toThrow(
    expect.objectContaining({
      code: 'OPTION_INVALID',
      message: 'layout must be batch, trace or run, got span',
    }),
  )
})

const SPAN: SpanData = {
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  name: 'elsewhere',
  kind: 'server',
  startTimeUnixNano: 1n,
  endTimeUnixNano: 2n,
  attributes: {},
  events: [],
  links: [],
  status: { code: 'unset' },
}

function namesIn({ data }: Pick<StoredMessage, 'data'>): readonly string[] | undefined {
  const traces = decodeTraces(data)
  return traces && Array.from(flatten(traces.resourceSpans), ({ span }) => span.name)
}
