import { expect, test } from 'vitest'
import { formatTracesJson } from './format-traces-json.ts'
import { Double, type AnyValue, type SpanData, type TraceData } from './model.ts'

test('writes ids in hex, enums as numbers and times as strings', () => {
  const span = spanWith({
    parentSpanId: '1111111111111111',
    traceState: 'a=1',
    flags: 257,
    droppedAttributesCount: 1,
    events: [{ name: 'nak', timeUnixNano: 2n ** 64n - 1n, attributes: { a: 'b' } }],
    links: [{ traceId: '2'.repeat(32), spanId: '3'.repeat(16), flags: 1, attributes: {} }],
    status: { code: 'error', message: 'card declined' },
  })

  expect(JSON.parse(formatTracesJson(request(span)))).toEqual({
    resourceSpans: [
      {
        resource: {
          attributes: [{ key: 'service.name', value: { stringValue: 'checkout' } }],
        },
        scopeSpans: [
          {
            scope: { name: 'shop', version: '1.0.0' },
            spans: [
              {
                traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
                spanId: '00f067aa0ba902b7',
                traceState: 'a=1',
                parentSpanId: '1111111111111111',
                flags: 257,
                name: 'publish orders.new',
                kind: 4,
                startTimeUnixNano: '1544712660000000001',
                endTimeUnixNano: '1544712661000000001',
                droppedAttributesCount: 1,
                events: [
                  {
                    timeUnixNano: '18446744073709551615',
                    name: 'nak',
                    attributes: [{ key: 'a', value: { stringValue: 'b' } }],
                  },
                ],
                links: [{ traceId: '2'.repeat(32), spanId: '3'.repeat(16), flags: 1 }],
                status: { code: 2, message: 'card declined' },
              },
            ],
          },
        ],
      },
    ],
  })
})

test('is one line, without what is absent', () => {
  expect(formatTracesJson(request(spanWith({})))).toBe(
    '{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"checkout"}}]},' +
      '"scopeSpans":[{"scope":{"name":"shop","version":"1.0.0"},"spans":[' +
      '{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7","name":"publish orders.new",' +
      '"kind":4,"startTimeUnixNano":"1544712660000000001","endTimeUnixNano":"1544712661000000001"}]}]}]}',
  )
})

test('writes a message of a status without a code', () => {
  const span = spanWith({ status: { code: 'unset', message: 'no' } })

  expect(formatTracesJson(request(span))).toContain('"status":{"code":0,"message":"no"}')
})

test.each<[string, AnyValue, unknown]>([
  ['a string', 'b', { stringValue: 'b' }],
  ['a boolean', false, { boolValue: false }],
  ['a whole number as an int', 1, { intValue: '1' }],
  ['a bigint as an int', -(2n ** 63n), { intValue: '-9223372036854775808' }],
  ['a bigint beyond 64 bits as a string', 2n ** 63n, { stringValue: '9223372036854775808' }],
  ['a fraction', 1.5, { doubleValue: 1.5 }],
  ['a whole double', new Double(1), { doubleValue: 1 }],
  ['minus zero', -0, { doubleValue: '-0' }],
  ['NaN', Number.NaN, { doubleValue: 'NaN' }],
  ['infinity', -Infinity, { doubleValue: '-Infinity' }],
  ['a list', [1, null], { arrayValue: { values: [{ intValue: '1' }, {}] } }],
  [
    'a record',
    { b: 'c' },
    { kvlistValue: { values: [{ key: 'b', value: { stringValue: 'c' } }] } },
  ],
  ['bytes', Uint8Array.of(255, 254, 253, 252), { bytesValue: '//79/A==' }],
  ['null', null, {}],
])('writes %s', (_, value, expected) => {
  const json = formatTracesJson(request(spanWith({ attributes: { a: value } })))

  expect(json).toContain(`"attributes":[{"key":"a","value":${JSON.stringify(expected)}}]`)
})

function request(span: SpanData): TraceData {
  const resource = { attributes: { 'service.name': 'checkout' } }
  const scope = { name: 'shop', version: '1.0.0' }
  return { resourceSpans: [{ resource, scopeSpans: [{ scope, spans: [span] }] }] }
}

function spanWith(given: Partial<SpanData>): SpanData {
  return {
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    spanId: '00f067aa0ba902b7',
    name: 'publish orders.new',
    kind: 'producer',
    startTimeUnixNano: 1544712660000000001n,
    endTimeUnixNano: 1544712661000000001n,
    attributes: {},
    events: [],
    links: [],
    status: { code: 'unset' },
    ...given,
  }
}
