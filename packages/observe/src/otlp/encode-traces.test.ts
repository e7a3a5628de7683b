import { expect, test } from 'vitest'
import { encodeSpan } from './encode-span.ts'
import { encodeTraceRequest } from './encode-trace-request.ts'
import { encodeTraces } from './encode-traces.ts'
import { Double, type AnyValue, type SpanData, type TraceData } from './model.ts'

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN_ID = '00f067aa0ba902b7'
const IDS = `0a10${TRACE_ID}1208${SPAN_ID}`

test('writes an empty request as no bytes', () => {
  expect(encodeTraces({ resourceSpans: [] })).toEqual(new Uint8Array(0))
})

test('writes a span of the least there is', () => {
  expect(hexOf(encodeSpan(span({})))).toBe(IDS)
})

test.each<[string, Partial<SpanData>, string]>([
  ['a trace state', { traceState: 'a=1' }, `${IDS}1a03613d31`],
  ['a parent', { parentSpanId: SPAN_ID }, `${IDS}2208${SPAN_ID}`],
  ['a name', { name: 'hop' }, `${IDS}2a03686f70`],
  ['a kind', { kind: 'consumer' }, `${IDS}3005`],
  ['a start', { startTimeUnixNano: 1n }, `${IDS}390100000000000000`],
  ['an end', { endTimeUnixNano: 2n }, `${IDS}410200000000000000`],
  ['attributes', { attributes: { a: 'b' } }, `${IDS}4a080a016112030a0162`],
  ['dropped attributes', { droppedAttributesCount: 300 }, `${IDS}50ac02`],
  ['dropped events', { droppedEventsCount: 1 }, `${IDS}6001`],
  ['dropped links', { droppedLinksCount: 1 }, `${IDS}7001`],
  ['a status that is ok', { status: { code: 'ok' } }, `${IDS}7a021801`],
  ['an error', { status: { code: 'error', message: 'no' } }, `${IDS}7a0612026e6f1802`],
  ['a message alone', { status: { code: 'unset', message: 'no' } }, `${IDS}7a0412026e6f`],
  ['flags', { flags: 0x101 }, `${IDS}850101010000`],
])('writes %s', (_, given, expected) => {
  expect(hexOf(encodeSpan(span(given)))).toBe(expected)
})

test('writes an event', () => {
  const event = {
    name: 'nak',
    timeUnixNano: 1n,
    attributes: { a: true },
    droppedAttributesCount: 1,
  }

  expect(hexOf(encodeSpan(span({ events: [event] })))).toBe(
    `${IDS}5a1909010000000000000012036e616b1a070a0161120210012001`,
  )
})

test('writes a link', () => {
  const link = {
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    traceState: 'a=1',
    flags: 1,
    attributes: { a: true },
    droppedAttributesCount: 1,
  }

  expect(hexOf(encodeSpan(span({ links: [link] })))).toBe(
    `${IDS}6a31${IDS}1a03613d3122070a01611202100128013501000000`,
  )
})

test.each<[string, AnyValue, string]>([
  ['a string', 'b', '0a0162'],
  ['an empty string', '', '0a00'],
  ['true', true, '1001'],
  ['false', false, '1000'],
  ['a whole number as an int', 1, '1801'],
  ['zero as an int', 0, '1800'],
  ['an int below zero', -1, '18ffffffffffffffffff01'],
  ['a bigint as an int', 2n ** 60n, '18808080808080808010'],
  ['a bigint beyond 64 bits as a string', 2n ** 63n, `0a13${hexOf('9223372036854775808')}`],
  ['a fraction as a double', 1.5, '21000000000000f83f'],
  ['minus zero as a double', -0, '210000000000000080'],
  ['NaN as a double', Number.NaN, '21000000000000f87f'],
  ['infinity as a double', -Infinity, '21000000000000f0ff'],
  ['a whole number that is not exact as a double', 2 ** 60, '21000000000000b043'],
  ['a whole double', new Double(1), '21000000000000f03f'],
  ['a list', [1, 'b'], '2a090a0218010a030a0162'],
  ['an empty list', [], '2a00'],
  ['a record', { b: 1 }, '32090a070a016212021801'],
  ['bytes', Uint8Array.of(1, 2), '3a020102'],
  ['null as a value without a type', null, ''],
])('writes %s', (_, value, expected) => {
  const length = (expected.length / 2).toString(16).padStart(2, '0')
  const attribute = `0a016112${length}${expected}`
  const encoded = hexOf(encodeSpan(span({ attributes: { a: value } })))

  expect(encoded.slice(IDS.length + 4)).toBe(attribute)
})

test('writes who made the spans', () => {
  const data = request([span({})])

  expect(hexOf(encodeTraces(data))).toBe(
    `0a3b0a0a0a080a016112030a0162122d0a0d0a016c1201311a050a01611200121c${IDS}`,
  )
})

test('frames encoded spans into the request that they would make at once', () => {
  const spans = [span({ name: 'a' }), span({ name: 'b'.repeat(200), attributes: { a: 1 } })]
  const { resource, scope } = PARTS
  const framed = encodeTraceRequest({ resource, scope, spans: spans.map(encodeSpan) })

  expect(hexOf(framed)).toBe(hexOf(encodeTraces(request(spans))))
})

test('frames many spans, beyond what two length bytes cover', () => {
  const spans = Array.from({ length: 500 }, (_, index) => span({ name: `span ${index}` }))
  const { resource, scope } = PARTS
  const framed = encodeTraceRequest({ resource, scope, spans: spans.map(encodeSpan) })

  expect(hexOf(framed)).toBe(hexOf(encodeTraces(request(spans))))
})

test('frames no spans into no bytes', () => {
  expect(encodeTraceRequest({ ...PARTS, spans: [] })).toEqual(new Uint8Array(0))
})

test('keeps a span that is encoded when the next one is', () => {
  const first = encodeSpan(span({ name: 'first' }))
  encodeSpan(span({ name: 'other' }))

  expect(first).toEqual(encodeSpan(span({ name: 'first' })))
})

test('ends with values that contain themselves', () => {
  const value: AnyValue[] = []
  value.push(value)

  expect(encodeSpan(span({ attributes: { value } })).length).toBeLessThan(1000)
})

const PARTS = {
  resource: { attributes: { a: 'b' } },
  scope: { name: 'l', version: '1', attributes: { a: null } },
}

function request(spans: readonly SpanData[]): TraceData {
  const { resource, scope } = PARTS
  return { resourceSpans: [{ resource, scopeSpans: [{ scope, spans }] }] }
}

function span(given: Partial<SpanData>): SpanData {
  return {
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    name: '',
    kind: 'unspecified',
    startTimeUnixNano: 0n,
    endTimeUnixNano: 0n,
    attributes: {},
    events: [],
    links: [],
    status: { code: 'unset' },
    ...given,
  }
}

function hexOf(bytes: Uint8Array | string): string {
  return Buffer.from(bytes).toString('hex')
}
