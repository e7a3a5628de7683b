import { afterAll, beforeAll, expect, test } from 'vitest'
import { lengthField } from '../src/http/otlp/protobuf-fields.ts'
import type { ViewerServer } from '../src/http/serve-viewer.ts'
import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import type { TraceIndex } from '../src/trace-index/trace-index.ts'
import { ask, askAsProgram, startViewerOver, type Answered } from './http-fixture.ts'

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c'

let index: TraceIndex
let viewer: ViewerServer

beforeAll(async () => {
  index = await openTraceIndex()
  viewer = await startViewerOver(index, { otlp: { port: 0 } })
})

afterAll(async () => {
  await viewer[Symbol.asyncDispose]()
  await index[Symbol.asyncDispose]()
})

test('of JSON with a malformed span the others are taken, and how many were not is told', async () => {
  const scope = { scope: { name: 'shop' }, spans: [span('a1'), span('a2', 'abc'), span('a3')] }
  const answer = await send('traces', { resourceSpans: [{ scopeSpans: [scope] }] })

  expect(answer.status).toBe(200)
  expect(answer.json()).toEqual({
    partialSuccess: {
      rejectedSpans: '1',
      errorMessage: '1 of 3 spans are malformed, for example by the length of an id',
    },
  })
  expect(await spanIds()).toEqual(expect.arrayContaining([spanId('a1'), spanId('a3')]))
})

test('of protobuf with a malformed span the others are taken, and how many were not is told', async () => {
  const shop = lengthField(1, lengthField(1, Buffer.from('shop')))
  const spans = [protobufSpan('b1'), protobufSpan('b2', 15), protobufSpan('b3')]
  const answer = await sendProtobuf('traces', inResource(inScope(shop, ...spans)))
  const message = '1 of 3 spans are malformed, for example by the length of an id'

  expect(answer).toMatchObject({
    status: 200,
    headers: { 'content-type': 'application/x-protobuf' },
  })
  const head = Buffer.from([0x0a, message.length + 4, 0x08, 1, 0x12, message.length])
  expect(answer.bytes).toEqual(Buffer.concat([head, Buffer.from(message)]))
  expect(await spanIds()).toEqual(expect.arrayContaining([spanId('b1'), spanId('b3')]))
})

test('spans of a resource or a scope that is malformed are left out, and no others', async () => {
  const good = { scopeSpans: [{ spans: [span('c1')] }] }
  const answer = await send('traces', {
    resourceSpans: [
      { resource: { attributes: 'none' }, scopeSpans: [{ spans: [span('c2'), span('c3')] }] },
      { scopeSpans: [{ scope: { name: 7 }, spans: [span('c4')] }, { spans: [span('c5')] }] },
      good,
    ],
  })

  expect(answer.json()).toMatchObject({ partialSuccess: { rejectedSpans: '3' } })
  const found = await spanIds()
  expect(found).toEqual(expect.arrayContaining([spanId('c1'), spanId('c5')]))
  expect(found).not.toContain(spanId('c4'))
})

test('the same of protobuf', async () => {
  const badHead = lengthField(1, Buffer.from([0xff]))
  const answer = await sendProtobuf(
    'traces',
    Buffer.concat([
      inResource(badHead, inScope(protobufSpan('d1'), protobufSpan('d2'))),
      inResource(inScope(badHead, protobufSpan('d3')), inScope(protobufSpan('d4'))),
    ]),
  )

  expect(answer.text).toContain('3 of 4 spans are malformed')
  expect(await spanIds()).toContain(spanId('d4'))
})

test('of metrics the data points are counted', async () => {
  const point = { timeUnixNano: '1700000000000000000', asDouble: 1 }
  const good = { name: 'jobs', gauge: { dataPoints: [point] } }
  const bad = { name: 'load', gauge: { dataPoints: [point, { ...point, asDouble: 'much' }] } }
  const answer = await send('metrics', {
    resourceMetrics: [{ scopeMetrics: [{ metrics: [good, bad] }] }],
  })

  expect(answer.json()).toEqual({
    partialSuccess: {
      rejectedDataPoints: '2',
      errorMessage: '2 of 3 data points are malformed, for example by the length of an id',
    },
  })
})

test('of metrics in protobuf the data points are counted', async () => {
  const point = lengthField(1, Buffer.from([0x19, 1, 2, 3, 4, 5, 6, 7, 8]))
  const metric = (points: Uint8Array) =>
    lengthField(2, Buffer.concat([lengthField(1, Buffer.from('jobs')), lengthField(5, points)]))
  const malformed = lengthField(1, lengthField(7, Buffer.from([0xff])))
  const answer = await sendProtobuf(
    'metrics',
    inResource(inScope(metric(point), metric(Buffer.concat([point, malformed])))),
  )

  expect(answer.text).toContain('2 of 3 data points are malformed')
})

test('of log records the malformed are counted', async () => {
  const records = [{ body: { stringValue: 'a' } }, { traceId: 'abc' }]
  const answer = await send('logs', { resourceLogs: [{ scopeLogs: [{ logRecords: records }] }] })

  expect(answer.json()).toMatchObject({ partialSuccess: { rejectedLogRecords: '1' } })
})

test('what is read of a request with a malformed span is exact', async () => {
  const exact = JSON.stringify(span('e1')).replace('"1700000000000000000"', '1700000000000000123')
  const body = `{"resourceSpans":[{"scopeSpans":[{"spans":[${exact},{}]}]}]}`
  const answer = await post('traces', 'application/json', body)
  const kept = await askAsProgram(viewer, { path: `/api/v1/traces/${TRACE_ID}/export` })

  expect(answer.json()).toMatchObject({ partialSuccess: { rejectedSpans: '1' } })
  expect(kept.text).toContain('"1700000000000000123"')
})

test.each([
  ['all of its spans are malformed', { resourceSpans: [{ scopeSpans: [{ spans: [{}, {}] }] }] }],
  ['it is of another signal', { resourceLogs: [] }],
  ['it has more than is sifted', tooMany()],
])('a request is refused for good when %s', async (_why, request) => {
  const answer = await send('traces', request)

  expect(answer.status).toBe(400)
  expect(answer.json()).toEqual({
    message: expect.stringMatching(/^the request of traces cannot be read: /),
  })
})

test.each([
  ['application/json', '{'],
  ['application/json', ''],
  ['application/json', '[]'],
  ['application/x-protobuf', 'no protobuf'],
  ['application/x-protobuf', Buffer.from([0x0a, 0x05, 0x12])],
])('a body of %s that is no request is refused for good: %j', async (type, body) => {
  expect(await post('traces', type, body)).toMatchObject({
    status: 400,
    headers: { 'content-type': type },
  })
})

test('fields that are not known are no reason to refuse, and that there was nothing else is told', async () => {
  const answer = await send('traces', { later: [1] })

  expect(answer.status).toBe(200)
  expect(answer.json()).toEqual({
    partialSuccess: { rejectedSpans: '0', errorMessage: 'the request holds no spans' },
  })
})

function send(signal: string, request: object): Promise<Answered> {
  return post(signal, 'application/json', JSON.stringify(request))
}

function sendProtobuf(signal: string, request: Uint8Array): Promise<Answered> {
  return post(signal, 'application/x-protobuf', request)
}

function post(signal: string, type: string, body: string | Uint8Array): Promise<Answered> {
  const receiver = { port: Number(new URL(viewer.otlpUrl ?? '').port) }
  const headers = { 'content-type': type }
  return ask(receiver, { method: 'POST', path: `/v1/${signal}`, headers, body })
}

/** All spans that the index has of the trace. */
async function spanIds(): Promise<readonly string[]> {
  const { text } = await askAsProgram(viewer, { path: `/api/v1/traces/${TRACE_ID}/export` })
  return [...text.matchAll(/"spanId":"([\da-f]+)"/g)].map(([, id = '']) => id)
}

function spanId(name: string): string {
  return name.padEnd(16, '0')
}

function span(name: string, traceId: string = TRACE_ID) {
  return {
    traceId,
    spanId: spanId(name),
    name,
    startTimeUnixNano: '1700000000000000000',
    endTimeUnixNano: '1700000000000000009',
  }
}

function protobufSpan(name: string, idBytes = 16): Uint8Array {
  const traceId = Buffer.from(TRACE_ID, 'hex').subarray(0, idBytes)
  const id = Buffer.from(spanId(name), 'hex')
  return lengthField(2, Buffer.concat([lengthField(1, traceId), lengthField(2, id)]))
}

function inScope(...fields: readonly Uint8Array[]): Uint8Array {
  return lengthField(2, Buffer.concat(fields))
}

function inResource(...fields: readonly Uint8Array[]): Uint8Array {
  return lengthField(1, Buffer.concat(fields))
}

function tooMany(): object {
  return {
    resourceSpans: [{ scopeSpans: [{ spans: Array(20_001).fill(span('f1')).with(7, {}) }] }],
  }
}
