import type { ResourceSpans, SpanData } from '@hopscope/observe/otlp'
import { decodeTelemetry } from '@hopscope/telemetry'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readImport } from '../src/exchange/import/read-import.ts'

test('OTLP JSON is handed on as it is, to the last digit', () => {
  const text = `{"resourceSpans":[{"scopeSpans":[{"spans":[${OTLP_SPAN}]}]}]}`

  expect(textsOf(text)).toEqual([text])
})

test('of lines of OTLP JSON each is handed on, by what it is', () => {
  const lines = ['{"resourceSpans":[]}', '{"resourceLogs":[]}', '', '{"resourceMetrics":[]}']

  expect(readImport(encode(lines.join('\n'))).map(({ subject }) => subject)).toEqual([
    'telemetry.spans.imported.batch',
    'telemetry.logs.imported.unspecified',
    'telemetry.metrics.imported.batch',
  ])
})

test('OTLP JSON over several lines is one document', () => {
  const text = '{\n  "resourceSpans": [\n    {\n      "scopeSpans": []\n    }\n  ]\n}'

  expect(textsOf(text)).toEqual([text])
})

test('a file may begin with a byte order mark', () => {
  expect(textsOf('\ufeff{"resourceSpans":[]}')).toEqual(['{"resourceSpans":[]}'])
})

test('a trace that the page of Jaeger saved becomes spans', () => {
  const [spans] = spansOf(JSON.stringify(JAEGER))

  expect(spans?.resource.attributes).toEqual({ 'service.name': 'frontend', 'host.name': 'h1' })
  expect(spans?.scopeSpans).toEqual([
    {
      scope: { name: 'otel', version: '1.0' },
      spans: [
        {
          traceId: '0000000000000000a1b2c3d4e5f60718',
          spanId: '00000000000000aa',
          parentSpanId: 'a1b2c3d4e5f60718',
          name: 'HTTP GET',
          kind: 'client',
          startTimeUnixNano: 1_700_000_000_123_456_000n,
          endTimeUnixNano: 1_700_000_000_124_956_000n,
          attributes: {
            'http.status_code': 200,
            ratio: 0.5,
            big: 9_007_199_254_740_993n,
            ok: true,
          },
          events: [
            {
              name: 'retry',
              timeUnixNano: 1_700_000_000_123_999_000n,
              attributes: { attempt: 2 },
            },
          ],
          links: [
            {
              traceId: '0000000000000000000000000000beef',
              spanId: '000000000000cafe',
              attributes: { 'opentracing.ref_type': 'follows_from' },
            },
          ],
          status: { code: 'error', message: 'gone' },
        },
      ],
    },
  ])
})

test('an error of Jaeger that says which is an attribute, one that does not is the status', () => {
  const tags = [{ key: 'error', type: 'string', value: 'no such host' }]
  const told = firstSpan(JSON.stringify(jaegerWith({ tags })))
  const flagged = firstSpan(
    JSON.stringify(jaegerWith({ tags: [{ key: 'error', type: 'bool', value: true }] })),
  )

  expect(told).toMatchObject({ attributes: { error: 'no such host' }, status: { code: 'unset' } })
  expect(flagged).toMatchObject({ attributes: {}, status: { code: 'error' } })
})

test('a span of Jaeger without ids is left out', () => {
  const text = JSON.stringify({
    data: [{ spans: [{ spanID: 'xyz' }, { traceID: '1', spanID: '2' }], processes: {} }],
  })

  expect(spansOf(text).flatMap(({ scopeSpans }) => scopeSpans)).toHaveLength(1)
})

test.each(['seed-traceparent', 'single-deliver', 'cluster-js-R3-traceparent'])(
  'the trace events of %s become the spans of one trace, and again the same ones',
  (scenario) => {
    const events = eventsOf(scenario)
    const text = events.join('\n')
    const ids = idsOf(text)

    expect(events.length).toBeGreaterThan(0)
    expect(ids.length).toBeGreaterThanOrEqual(events.length)
    expect(new Set(ids.map(({ traceId }) => traceId)).size).toBe(1)
    expect(idsOf(text)).toEqual(ids)
  },
)

test('trace events are read one by one, in a list, and as they were saved', () => {
  const events = eventsOf('seed-traceparent').map((event): unknown => JSON.parse(event))
  const lines = idsOf(events.map((event) => JSON.stringify(event)).join('\n'))
  const saved = { subject: 'a', events: events.map((event) => ({ event })) }

  expect(idsOf(JSON.stringify(events))).toEqual(lines)
  expect(idsOf(JSON.stringify(saved))).toEqual(lines)
})

test('events without a trace of their own get the one that was saved with them', () => {
  const events = eventsOf('single-deliver').map((event): unknown => JSON.parse(event))
  const traceId = '5'.repeat(32)
  const saved = { traceId, producerSpanId: '6'.repeat(16), events }

  expect(idsOf(JSON.stringify(saved))[0]).toMatchObject({ traceId, parentSpanId: '6'.repeat(16) })
})

test('secret headers of a trace event do not get into its spans', () => {
  const text = eventsOf('edge-secret-headers-in-event').join('\n')

  expect(text).toMatch(/authorization/i)
  expect(textsOf(text).join('')).not.toMatch(/authorization/i)
})

test.each([
  ['nothing', ''],
  ['white space', ' \n\t'],
  ['no JSON', 'hello'],
  ['a number', '12'],
  ['null', 'null'],
  ['an empty object', '{}'],
  ['an empty list', '[]'],
  ['a list of something else', '[1, "a", null]'],
  ['no trace of Jaeger', '{"data":[]}'],
  ['other data', '{"data":[{"spans":{},"processes":[]}]}'],
  ['a line that is cut off', '{"resourceSpans":[]}\n{"resourceSp'],
  ['a line of something else', '{"resourceSpans":[]}\n{"hello":1}'],
  ['an event of no server', '{"server":"x","events":[]}'],
])('a file with %s is refused', (_what, text) => {
  expect(() => readImport(encode(text))).toThrow(
    expect.objectContaining({ code: 'IMPORT_INVALID' }),
  )
})

test('bytes that are no text are refused', () => {
  expect(() => readImport(Uint8Array.of(0xff, 0xfe, 0x00))).toThrow(
    expect.objectContaining({ code: 'IMPORT_INVALID' }),
  )
})

test('which line is wrong is told', () => {
  const text = '{"resourceSpans":[]}\n\n{"hello":1}'

  expect(() => readImport(encode(text))).toThrow('line 2 is no trace')
})

test('a file of too many lines is refused', () => {
  expect(() => readImport(encode('{}\n'.repeat(100_001)))).toThrow(
    expect.objectContaining({ code: 'LIMIT_EXCEEDED' }),
  )
})

test('JSON of any depth is read or refused', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`

  expect(() => readImport(encode(deep))).toThrow(
    expect.objectContaining({ code: 'IMPORT_INVALID' }),
  )
})

test('keys such as __proto__ are attributes like any other', () => {
  const tags = [
    { key: '__proto__', type: 'string', value: 'polluted' },
    { key: 'constructor', type: 'string', value: 'x' },
  ]
  const span = firstSpan(JSON.stringify(jaegerWith({ tags })))

  expect(Object.entries(span?.attributes ?? {})).toEqual([
    ['__proto__', 'polluted'],
    ['constructor', 'x'],
  ])
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
})

test('a process whose name every object has is none', () => {
  const json = jaegerWith({ processID: '__proto__' })

  expect(spansOf(JSON.stringify(json))[0]?.resource.attributes).toEqual({
    'service.name': 'unknown_service',
  })
})

function textsOf(text: string): readonly string[] {
  return readImport(encode(text)).map(({ data }) => new TextDecoder().decode(data))
}

function spansOf(text: string): readonly ResourceSpans[] {
  return readImport(encode(text)).flatMap((record) => decodeTelemetry(record) ?? [])
}

function firstSpan(text: string): SpanData | undefined {
  return spansOf(text)[0]?.scopeSpans[0]?.spans[0]
}

function idsOf(text: string) {
  return spansOf(text).flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map(({ traceId, spanId, parentSpanId }) => ({ traceId, spanId, parentSpanId })),
    ),
  )
}

function eventsOf(scenario: string): readonly string[] {
  const file: { readonly events: readonly { readonly event: unknown }[] } = JSON.parse(
    readFileSync(new URL(`${scenario}.json`, SERVER_EVENTS), 'utf8'),
  )
  return file.events.map(({ event }) => JSON.stringify(event))
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function jaegerWith(span: object) {
  const [{ processes, spans }] = JAEGER.data
  return { data: [{ processes, spans: spans.map((each) => ({ ...each, tags: [], ...span })) }] }
}

const SERVER_EVENTS = new URL('../../path/test/fixtures/server-events/', import.meta.url)

const OTLP_SPAN =
  '{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"a",' +
  '"startTimeUnixNano":"1700000000123456789","attributes":[{"key":"x","value":{"doubleValue":1.0}}]}'

const JAEGER = {
  data: [
    {
      traceID: 'a1b2c3d4e5f60718',
      spans: [
        {
          traceID: 'a1b2c3d4e5f60718',
          spanID: 'AA',
          operationName: 'HTTP GET',
          references: [
            { refType: 'CHILD_OF', traceID: 'a1b2c3d4e5f60718', spanID: 'a1b2c3d4e5f60718' },
            { refType: 'FOLLOWS_FROM', traceID: 'beef', spanID: 'cafe' },
          ],
          startTime: 1_700_000_000_123_456,
          duration: 1500,
          tags: [
            { key: 'span.kind', type: 'string', value: 'client' },
            { key: 'http.status_code', type: 'int64', value: 200 },
            { key: 'ratio', type: 'float64', value: 0.5 },
            { key: 'big', type: 'int64', value: '9007199254740993' },
            { key: 'ok', type: 'bool', value: true },
            { key: 'error', type: 'bool', value: true },
            { key: 'otel.status_description', type: 'string', value: 'gone' },
            { key: 'otel.scope.name', type: 'string', value: 'otel' },
            { key: 'otel.scope.version', type: 'string', value: '1.0' },
          ],
          logs: [
            {
              timestamp: 1_700_000_000_123_999,
              fields: [
                { key: 'event', type: 'string', value: 'retry' },
                { key: 'attempt', type: 'int64', value: 2 },
              ],
            },
          ],
          processID: 'p1',
          warnings: null,
        },
      ],
      processes: {
        p1: {
          serviceName: 'frontend',
          tags: [{ key: 'host.name', type: 'string', value: 'h1' }],
        },
      },
      warnings: null,
    },
  ],
  total: 0,
  limit: 0,
  offset: 0,
  errors: null,
} as const
