import { expect, test } from 'vitest'
import { Double, type AnyValue } from './model.ts'
import { parseTracesJson } from './parse-traces-json.ts'

const IDS = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174' }

// The example that comes with the definitions of OTLP, ids in upper case and all.
test('reads the example of OTLP', () => {
  const json = `{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"my.service"}}]},
    "scopeSpans":[{"scope":{"name":"my.library","version":"1.0.0","attributes":[{"key":"my.scope.attribute",
    "value":{"stringValue":"some scope attribute"}}]},"spans":[{"traceId":"5B8EFFF798038103D269B633813FC60C",
    "spanId":"EEE19B7EC3C1B174","parentSpanId":"EEE19B7EC3C1B173","name":"I'm a server span",
    "startTimeUnixNano":"1544712660000000000","endTimeUnixNano":"1544712661000000000","kind":2,
    "attributes":[{"key":"my.span.attr","value":{"stringValue":"some value"}}]}]}]}]}`

  expect(parseTracesJson(json)).toEqual({
    resourceSpans: [
      {
        resource: { attributes: { 'service.name': 'my.service' } },
        scopeSpans: [
          {
            scope: {
              name: 'my.library',
              version: '1.0.0',
              attributes: { 'my.scope.attribute': 'some scope attribute' },
            },
            spans: [
              {
                ...IDS,
                parentSpanId: 'eee19b7ec3c1b173',
                name: "I'm a server span",
                kind: 'server',
                startTimeUnixNano: 1544712660000000000n,
                endTimeUnixNano: 1544712661000000000n,
                attributes: { 'my.span.attr': 'some value' },
                events: [],
                links: [],
                status: { code: 'unset' },
              },
            ],
          },
        ],
      },
    ],
  })
})

test('reads what is parsed already, with integers of any kind', () => {
  const span = { ...IDS, startTimeUnixNano: 1_544_712_660_000_000_001n, endTimeUnixNano: '2' }
  const data = parseTracesJson({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })

  expect(data?.resourceSpans[0]?.scopeSpans[0]?.spans).toMatchObject([
    { ...IDS, startTimeUnixNano: 1_544_712_660_000_000_001n, endTimeUnixNano: 2n },
  ])
})

test.each(['{}', '{"resourceSpans":[]}', '{"resourceSpans":null}'])('reads %s as empty', (json) => {
  expect(parseTracesJson(json)).toEqual({ resourceSpans: [] })
})

test('takes null and absent fields as their defaults', () => {
  const given = {
    parentSpanId: '',
    name: null,
    kind: null,
    attributes: null,
    events: null,
    status: null,
    flags: 0,
  }

  expect(parseSpan(given)).toEqual(parseSpan({}))
})

test('reads integers as numbers and as strings', () => {
  expect(parseSpan({ startTimeUnixNano: 1000, flags: '257' })).toMatchObject({
    startTimeUnixNano: 1000n,
    flags: 257,
  })
})

test('reads enums by number and by name', () => {
  expect(parseSpan({ kind: 5, status: { code: 1 } })).toMatchObject({
    kind: 'consumer',
    status: { code: 'ok' },
  })
  expect(
    parseSpan({ kind: 'SPAN_KIND_CONSUMER', status: { code: 'STATUS_CODE_ERROR', message: 'no' } }),
  ).toMatchObject({ kind: 'consumer', status: { code: 'error', message: 'no' } })
})

test('takes a kind that is not known as none', () => {
  expect(parseSpan({ kind: 99 })?.kind).toBe('unspecified')
})

test('ignores fields that are not known, snake case among them', () => {
  expect(parseSpan({ parent_span_id: 'eee19b7ec3c1b173', newField: { a: [1] } })).toEqual(
    parseSpan({}),
  )
})

test.each<[unknown, AnyValue]>([
  [{ stringValue: '' }, ''],
  [{ boolValue: false }, false],
  [{ intValue: '7' }, 7],
  [{ intValue: 7 }, 7],
  [{ intValue: '-9223372036854775808' }, -(2n ** 63n)],
  [{ doubleValue: 1.5 }, 1.5],
  [{ doubleValue: 1 }, new Double(1)],
  [{ doubleValue: '1.5' }, 1.5],
  [{ doubleValue: '-0' }, -0],
  [{ doubleValue: 'NaN' }, Number.NaN],
  [{ doubleValue: '-Infinity' }, -Infinity],
  [{ arrayValue: {} }, []],
  [{ arrayValue: { values: [{ intValue: 1 }, {}] } }, [1, null]],
  [{ bytesValue: '//79/A==' }, Uint8Array.of(255, 254, 253, 252)],
  [{ bytesValue: '__79_A' }, Uint8Array.of(255, 254, 253, 252)],
  [{ bytesValue: '' }, new Uint8Array(0)],
  [{}, null],
  [{ stringValue: null }, null],
  [{ newValue: 1 }, null],
])('reads the value %j', (value, expected) => {
  expect(parseSpan({ attributes: [{ key: 'a', value }] })?.attributes.a).toStrictEqual(expected)
})

test('reads records within records', () => {
  const inner = { kvlistValue: { values: [{ key: 'b', value: { intValue: 1 } }] } }
  const value = { kvlistValue: { values: [{ key: 'a', value: inner }] } }

  expect(parseSpan({ attributes: [{ key: 'r', value }] })?.attributes).toEqual({
    r: { a: { b: 1 } },
  })
})

test('reads attributes whose key means something in JavaScript', () => {
  const attributes = parseSpan({
    attributes: [{ key: '__proto__', value: { stringValue: 'b' } }],
  })?.attributes

  expect(attributes && Object.entries(attributes)).toEqual([['__proto__', 'b']])
})

test.each([
  { traceId: undefined },
  { spanId: '' },
  { traceId: 'CvdlGRbNQ92ESOshHIAxnA==' },
  { spanId: 'eee19b7ec3c1b17' },
  { spanId: 'eee19b7ec3c1b17g' },
  { parentSpanId: 'eee1' },
  { name: 5 },
  { kind: 'CONSUMER' },
  { kind: 1.5 },
  { startTimeUnixNano: '-1' },
  { startTimeUnixNano: '18446744073709551616' },
  { startTimeUnixNano: 'now' },
  { flags: -1 },
  { flags: 4294967296 },
  { attributes: {} },
  { attributes: ['a'] },
  { events: 'none' },
  { links: [{}] },
  { status: [] },
  { attributes: [{ key: 'a', value: { stringValue: 1 } }] },
  { attributes: [{ key: 'a', value: { boolValue: 'true' } }] },
  { attributes: [{ key: 'a', value: { intValue: '9223372036854775808' } }] },
  { attributes: [{ key: 'a', value: { intValue: '' } }] },
  { attributes: [{ key: 'a', value: { doubleValue: 'one' } }] },
  { attributes: [{ key: 'a', value: { doubleValue: '' } }] },
  { attributes: [{ key: 'a', value: { doubleValue: true } }] },
  { attributes: [{ key: 'a', value: { bytesValue: 'A' } }] },
  { attributes: [{ key: 'a', value: { bytesValue: '****' } }] },
])('is nothing for a span with %j', (given) => {
  expect(parseSpan(given)).toBeUndefined()
})

test.each([
  '',
  'hello',
  'null',
  '[]',
  '1',
  '"{}"',
  '{"resourceSpans":{}}',
  '{"resourceSpans":[1]}',
])('is nothing for %s', (json) => {
  expect(parseTracesJson(json)).toBeUndefined()
})

test('is nothing for lists that are nested without end', () => {
  const value = `${'{"arrayValue":{"values":['.repeat(5000)}${']}}'.repeat(5000)}`
  const span = `{"traceId":"${IDS.traceId}","spanId":"${IDS.spanId}","attributes":[{"key":"a","value":${value}}]}`

  expect(
    parseTracesJson(`{"resourceSpans":[{"scopeSpans":[{"spans":[${span}]}]}]}`),
  ).toBeUndefined()
})

function parseSpan(given: object) {
  const span = { ...IDS, ...given }
  const data = parseTracesJson(
    JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
  )
  return data?.resourceSpans[0]?.scopeSpans[0]?.spans[0]
}
