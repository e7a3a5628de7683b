import type { AnyValue } from '@hopscope/observe/otlp'
import type { StoredTelemetry } from '@hopscope/telemetry'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import type { TraceIndex } from '../src/trace-index/trace-index.ts'
import { BEGIN, span, spanIdOf, spansOf, traceIdOf } from './index-spans.ts'
import { ask, find } from './index-telemetry.ts'

// Each index starts a thread that loads the sources, which takes long on a machine that is busy.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })

// One for all: each test has a service of its own.
let index: TraceIndex

beforeAll(async () => {
  index = await openTraceIndex()
})

afterAll(() => index[Symbol.asyncDispose]())

test.each(['NaN', 'Infinity', '-Infinity'])(
  'a metric whose value is %s is dropped, and those beside it are kept',
  async (value) => {
    const name = `of ${value}`

    const { points, unreadable } = await index.add([gauge(`bad ${name}`, value), gauge(name, 7)])

    const { series } = await ask(index, { type: 'metrics' })
    expect({ points, unreadable }).toEqual({ points: 2, unreadable: 0 })
    expect(series.filter((each) => each.name.endsWith(name))).toMatchObject([{ name, value: 7 }])
  },
)

test('texts that no database keeps as they are do not stop the index', async () => {
  const texts = ['half \ud800', 'half \ud801', 'half \ufffd', 'nul \0', 'nul \0 more', 'nul ']
  const records = texts.map((text, at) => spansAsJson(text, 1_000 + at))

  await index.add(records)
  // The second time the texts are known.
  await index.add(texts.map((text, at) => spansAsJson(text, 2_000 + at)))

  expect(await find(index, 'service~half')).toHaveLength(6)
  expect(await find(index, 'service="nul \0"')).toHaveLength(2)
  expect(await find(index, 'service="nul "')).toHaveLength(2)
})

test('texts that no database keeps as they are stay known after traces were deleted', async () => {
  await using small = await openTraceIndex({ maxAgeMs: 200 })
  await small.add([spansAsJson('half \ud800', 1), spansAsJson('nul \0', 2)])
  await expect.poll(() => find(small, ''), { timeout: 60_000 }).toEqual([])

  const { spans } = await small.add([spansAsJson('half \ud800', 3), spansAsJson('nul \0', 4)])

  expect(spans).toBe(2)
})

test.each([Number.NaN, Number.POSITIVE_INFINITY, -0, -1, 1.5, 1e300, 2 ** 53, 2n ** 63n - 1n])(
  'a stream sequence of %s is of no message, and the span is there',
  async (sequence) => {
    const stream = `STREAM${sequence}`.replace('.', '_')
    const trace = 3_000 + stream.length * 1_000 + stream.charCodeAt(6)
    await index.add([spansOf('hostile', [delivery(trace, stream, sequence)])])

    expect(await find(index, `stream=${stream}`)).toEqual([traceIdOf(trace)])
    expect((await ask(index, { type: 'messages', stream })).messages).toEqual([])
  },
)

test('messages of the highest sequences follow one another page by page', async () => {
  await using other = await openTraceIndex()
  const highest = Number.MAX_SAFE_INTEGER
  await other.add([
    spansOf('shop', [delivery(1, 'HIGH', highest), delivery(2, 'HIGH', highest - 1)]),
  ])

  const first = await ask(other, { type: 'messages', limit: 1 })
  const second = await ask(other, { type: 'messages', limit: 1, before: first.next ?? '' })

  expect([...first.messages, ...second.messages].map(({ sequence }) => sequence)).toEqual([
    highest - 1,
    highest,
  ])
})

test('spans of the first and the last time that there is are found, in both orders, page by page', async () => {
  await using other = await openTraceIndex()
  const last = 2n ** 64n - 1n
  await other.add([
    spansOf('shop', [
      span(1, 1, { startTimeUnixNano: 0n, endTimeUnixNano: 0n }),
      span(2, 2, { startTimeUnixNano: last, endTimeUnixNano: last }),
      span(3, 3, { startTimeUnixNano: BEGIN, endTimeUnixNano: 5n }),
      span(4, 4, { startTimeUnixNano: 0n, endTimeUnixNano: last }),
    ]),
  ])

  expect(new Set(await byPages(other, 'newest')).size).toBe(4)
  expect(new Set(await byPages(other, 'slowest')).size).toBe(4)
})

test('a span with ten thousand attributes is found by every field of the query language', async () => {
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`key.${at}`, at]))
  const attributes = {
    ...many,
    'messaging.destination.name': 'wide.subject',
    'messaging.message.id': 'wide-1',
    'nats.server.cluster': 'WIDE',
  }
  await index.add([spansOf('wide', [span(5_000, 1, { attributes })])])

  const found = [traceIdOf(5_000)]
  expect(await find(index, 'subject=wide.subject')).toEqual(found)
  expect(await find(index, 'message=wide-1')).toEqual(found)
  expect(await find(index, 'cluster=WIDE')).toEqual(found)
  expect(await find(index, 'attr.key.9999~9999')).toEqual(found)
})

test('a subject and an operation that are longer than what is told apart are found', async () => {
  const long = `long.${'x'.repeat(600)}`
  const attributes = { 'messaging.destination.name': long }
  await index.add([spansOf('long', [span(6_000, 1, { name: long, attributes })])])

  const found = [traceIdOf(6_000)]
  expect(await find(index, `subject=${long}`)).toEqual(found)
  expect(await find(index, 'subject~long.xxx')).toEqual(found)
  expect(await find(index, `operation=${long}`)).toEqual(found)
})

test('a span with a hundred thousand links and an attribute of a megabyte is shown', async () => {
  const links = Array.from({ length: 100_000 }, (_, at) => ({
    traceId: traceIdOf(at),
    spanId: spanIdOf(at),
    attributes: {},
  }))
  const attributes = { text: 'y'.repeat(1_000_000) }
  await index.add([spansOf('linked', [span(7_000, 1, { links, attributes })])])

  const traceId = traceIdOf(7_000)
  const detail = await ask(index, { type: 'span', traceId, spanId: spanIdOf(1) })

  expect(detail.links).toHaveLength(100_000)
  expect(await find(index, 'service=linked')).toEqual([traceId])
})

async function byPages(
  of: TraceIndex,
  sort: 'newest' | 'slowest',
  before?: string,
): Promise<readonly string[]> {
  const page = { limit: 1, sort, ...(before !== undefined && { before }) }
  const { traces, next } = await ask(of, { type: 'traces', query: '', ...page })
  const found = traces.map(({ traceId }) => traceId)
  return next === undefined ? found : [...found, ...(await byPages(of, sort, next))]
}

function delivery(trace: number, stream: string, sequence: AnyValue) {
  const attributes = {
    'messaging.nats.stream.name': stream,
    'messaging.nats.message.stream_sequence': sequence,
  }
  return span(trace, trace, { kind: 'consumer', attributes })
}

function gauge(name: string, value: number | string): StoredTelemetry {
  const metric = { name, gauge: { dataPoints: [{ timeUnixNano: '1', asDouble: value }] } }
  return asJson('telemetry.metrics.shop', {
    resourceMetrics: [{ resource: {}, scopeMetrics: [{ scope: {}, metrics: [metric] }] }],
  })
}

// JSON can have texts that UTF-8 cannot.
function spansAsJson(service: string, trace: number): StoredTelemetry {
  const attributes = [{ key: 'service.name', value: { stringValue: service } }]
  const times = { startTimeUnixNano: String(BEGIN), endTimeUnixNano: String(BEGIN + 1n) }
  const one = { traceId: traceIdOf(trace), spanId: spanIdOf(trace), name: service, ...times }
  return asJson('telemetry.spans.shop.batch', {
    resourceSpans: [{ resource: { attributes }, scopeSpans: [{ scope: {}, spans: [one] }] }],
  })
}

function asJson(subject: string, request: object): StoredTelemetry {
  const headers = [['Content-Type', ['application/json']]] as const
  return { subject, data: Buffer.from(JSON.stringify(request)), headers }
}
