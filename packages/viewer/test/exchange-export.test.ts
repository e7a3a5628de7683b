import type { ResourceSpans, SpanData } from '@hopscope/observe/otlp'
import { decodeTelemetry } from '@hopscope/telemetry'
import { array, assert, bigInt, boolean, constantFrom, double, integer, record } from 'fast-check'
import { dictionary, oneof, option, property, string, uint8Array } from 'fast-check'
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { lanes } from '../src/exchange/export/lanes.ts'
import { markdownText } from '../src/exchange/export/markdown-text.ts'
import { toChromeTrace } from '../src/exchange/export/to-chrome-trace.ts'
import { toHtml, type EmbeddedTrace } from '../src/exchange/export/to-html.ts'
import { toJaeger } from '../src/exchange/export/to-jaeger.ts'
import { toMarkdown } from '../src/exchange/export/to-markdown.ts'
import { readImport } from '../src/exchange/import/read-import.ts'
import { JOURNEY, VIEW } from './exchange-fixture.ts'

test('a trace as Jaeger has it', () => {
  const trace = toJaeger(TRACE_ID, [
    resourceSpans([
      span({
        parentSpanId: '1111111111111111',
        kind: 'consumer',
        attributes: { 'messaging.system': 'nats', sizes: [1, 2], data: Uint8Array.of(1, 2) },
        status: { code: 'error', message: 'no such address' },
        links: [{ traceId: '2'.repeat(32), spanId: '3'.repeat(16), attributes: {} }],
        events: [
          { name: 'nak', timeUnixNano: 1_700_000_000_000_500_000n, attributes: { delay: 1.5 } },
        ],
      }),
    ]),
  ])

  expect(trace.data[0].processes).toEqual({ p1: { serviceName: 'billing', tags: [] } })
  expect(trace.data[0].spans).toEqual([
    {
      traceID: TRACE_ID,
      spanID: 'b7ad6b7169203331',
      operationName: 'process orders.created',
      references: [
        { refType: 'CHILD_OF', traceID: TRACE_ID, spanID: '1111111111111111' },
        { refType: 'FOLLOWS_FROM', traceID: '2'.repeat(32), spanID: '3'.repeat(16) },
      ],
      startTime: 1_700_000_000_000_000,
      duration: 41_000,
      tags: [
        { key: 'messaging.system', type: 'string', value: 'nats' },
        { key: 'sizes', type: 'string', value: '[1,2]' },
        { key: 'data', type: 'binary', value: 'AQI=' },
        { key: 'span.kind', type: 'string', value: 'consumer' },
        { key: 'otel.status_code', type: 'string', value: 'ERROR' },
        { key: 'error', type: 'bool', value: true },
        { key: 'otel.status_description', type: 'string', value: 'no such address' },
        { key: 'otel.scope.name', type: 'string', value: '@hopscope/nats' },
      ],
      logs: [
        {
          timestamp: 1_700_000_000_000_500,
          fields: [
            { key: 'event', type: 'string', value: 'nak' },
            { key: 'delay', type: 'float64', value: 1.5 },
          ],
        },
      ],
      processID: 'p1',
    },
  ])
})

test('what Jaeger can hold comes back as it was', () => {
  assert(
    property(anySpan(), (given) => {
      const text = JSON.stringify(toJaeger(TRACE_ID, [resourceSpans([given])]))
      const back = readImport(encode(text)).flatMap((each) => decodeTelemetry(each) ?? [])

      expect(back.flatMap(({ scopeSpans }) => scopeSpans)).toEqual([
        { scope: { name: '@hopscope/nats' }, spans: [given] },
      ])
    }),
  )
})

test('a trace in Chrome has a process for each service and server, and arrows between them', () => {
  const producer = span({ spanId: '1'.repeat(16), name: 'publish orders', kind: 'producer' })
  const hop = span({
    spanId: '2'.repeat(16),
    parentSpanId: producer.spanId,
    name: 'hop n1',
    startTimeUnixNano: START + 1_500n,
    endTimeUnixNano: START + 2_000n,
    attributes: { 'nats.server.name': 'n1' },
  })
  const server = { 'service.name': 'nats-server', 'service.instance.id': 'NABC' }
  const { traceEvents, otherData } = toChromeTrace([
    resourceSpans([producer]),
    resourceSpans([hop], server),
  ])

  expect(otherData).toEqual({ startUnixNano: START.toString() })
  expect(traceEvents).toEqual([
    { ph: 'M', name: 'process_name', pid: 1, tid: 0, args: { name: 'billing' } },
    { ph: 'M', name: 'process_name', pid: 2, tid: 0, args: { name: 'n1' } },
    expect.objectContaining({
      ph: 'X',
      name: 'publish orders',
      pid: 1,
      tid: 1,
      ts: 0,
      dur: 41_000,
    }),
    expect.objectContaining({ ph: 'X', name: 'hop n1', pid: 2, tid: 1, ts: 1.5, dur: 0.5 }),
    { ph: 's', name: 'message', cat: 'message', id: hop.spanId, pid: 1, tid: 1, ts: 0 },
    { ph: 'f', bp: 'e', name: 'message', cat: 'message', id: hop.spanId, pid: 2, tid: 1, ts: 1.5 },
  ])
})

test('spans of one lane are within each other or apart', () => {
  const time = integer({ min: 0, max: 40 })
  assert(
    property(array(record({ start: time, length: time }), { maxLength: 30 }), (given) => {
      const placed = lanes(given.map(({ start, length }) => between(start, start + length)))
      const crossing = placed.filter((one, index) =>
        placed.slice(index + 1).some((other) => one.lane === other.lane && crosses(one, other)),
      )

      expect(placed).toHaveLength(given.length)
      expect(crossing).toEqual([])
    }),
  )
})

test('a trace in a few lines', () => {
  expect(toMarkdown(VIEW, JOURNEY)).toMatchInlineSnapshot(`
    "# checkout: publish orders.new

    412 ms: 61 % waiting in ORDERS, 22 % billing handler

    - trace \`0af7651916cd43dd8448eb211c80319c\`
    - began 2023-11-14T22:13:20.000Z, took 412 ms
    - 2 spans, 1 of them hops of servers, 1 failed
    - services: checkout, billing
    - error, redelivered

    ## Where the time went

    | what | of | time | share |
    | --- | --- | --- | --- |
    | stream | ORDERS | 251 ms | 61 % |
    | handler | billing | 161 ms | 39 % |

    ## The way of its messages

    - **orders.new** from checkout
      - servers: C3L3 → C3N2
      - streams: ORDERS (stored)
      - to billing by billing\\_orders: attempt 3 nak after 90.6 ms: no such &lt;address&gt;; dead letter (gave up)
      - stops: account BILLING does not allow traces

    ## What failed

    | service | span | begins | takes |  |
    | --- | --- | --- | --- | --- |
    | billing | process orders.new | +251 ms | 90.6 ms | attempt 3 \\| nak |

    ## What took the longest

    | service | span | begins | takes |  |
    | --- | --- | --- | --- | --- |
    | billing | process orders.new | +251 ms | 90.6 ms | attempt 3 \\| nak |
    | checkout | publish orders.new | +0 µs | 900 µs |  |
    "
  `)
})

test.each([
  ['a link', '[x](https://evil.example)', '\\[x\\]\\(https&#58;//evil.example\\)'],
  ['a picture', '![x](y)', '\\!\\[x\\]\\(y\\)'],
  ['markup', '<img src=x>', '&lt;img src=x&gt;'],
  ['the end of a cell', 'a|b', 'a\\|b'],
  ['lines of its own', 'a\n# b\r\n- c', 'a \\# b - c'],
  ['a name that is called', '@everyone', '&#64;everyone'],
  ['code', '`rm`', '\\`rm\\`'],
  ['a turned direction', 'a\u202eb', 'a b'],
  ['half a character', 'a\ud800', 'a\ufffd'],
])('%s is shown in Markdown as it is', (_what, text, shown) => {
  expect(markdownText(text)).toBe(shown)
})

test('a page of one trace may run its own code and nothing else, and holds the whole trace', () => {
  const html = toHtml(EMBEDDED, { script: 'start()', style: 'body{color:red}' })
  const sources = html.match(/Content-Security-Policy" content="([^"]*)"/)?.[1]

  expect(sources).toBe(
    `default-src 'none'; script-src '${sha('start()')}'; style-src '${sha('body{color:red}')}'; ` +
      "img-src data:; base-uri 'none'; form-action 'none'; " +
      "require-trusted-types-for 'script'; trusted-types 'none'",
  )
  expect(html).toContain('<script type="module">start()</script>')
  expect(html).toContain('<style>body{color:red}</style>')
  expect(JSON.parse(embeddedIn(html))).toEqual(EMBEDDED)
})

test('nothing that is in a trace gets out of its element', () => {
  const html = toHtml(EMBEDDED, { script: '', style: '' })

  expect(JSON.stringify(EMBEDDED)).toContain('</script><script>alert(1)</script><!--')
  expect(html.match(/<\/?script/g)).toHaveLength(4)
  expect(html).not.toContain('<!--')
})

test.each([
  ['the end of its element', 'a="</SCRIPT>"', ''],
  ['a comment', 'a="<!--"', ''],
  ['the end of its element', '', 'a{content:"</style>"}'],
])('code with %s in it is not put into a page', (_what, script, style) => {
  expect(() => toHtml(EMBEDDED, { script, style })).toThrow(
    expect.objectContaining({ code: 'PAGE_MISSING' }),
  )
})

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function sha(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

function embeddedIn(html: string): string {
  return html.match(/id="hopscope-trace">(.*?)<\/script>/)?.[1] ?? ''
}

function resourceSpans(
  spans: readonly SpanData[],
  attributes: ResourceSpans['resource']['attributes'] = { 'service.name': 'billing' },
): ResourceSpans {
  return { resource: { attributes }, scopeSpans: [{ scope: { name: '@hopscope/nats' }, spans }] }
}

function span(fields: Partial<SpanData> = {}): SpanData {
  return {
    traceId: TRACE_ID,
    spanId: 'b7ad6b7169203331',
    name: 'process orders.created',
    kind: 'internal',
    startTimeUnixNano: START,
    endTimeUnixNano: START + 41_000_000n,
    attributes: {},
    events: [],
    links: [],
    status: { code: 'unset' },
    ...fields,
  }
}

function between(start: number, end: number): SpanData {
  return span({ startTimeUnixNano: BigInt(start), endTimeUnixNano: BigInt(end) })
}

function crosses(one: { readonly span: SpanData }, other: { readonly span: SpanData }): boolean {
  const isFirst = one.span.startTimeUnixNano <= other.span.startTimeUnixNano
  const [first, second] = isFirst ? [one.span, other.span] : [other.span, one.span]
  return (
    first.startTimeUnixNano < second.startTimeUnixNano &&
    second.startTimeUnixNano < first.endTimeUnixNano &&
    first.endTimeUnixNano < second.endTimeUnixNano
  )
}

// Jaeger has microseconds, no lists, and a few tags that mean something else than they say.
function anySpan() {
  const micros = bigInt({ min: 0n, max: 4_000_000_000_000_000n }).map((time) => time * 1000n)
  const key = string({ minLength: 1 }).filter(
    (text) => !/^(error|span\.kind|otel\.|w3c\.)/.test(text),
  )
  const value = oneof(
    string(),
    boolean(),
    integer(),
    double({ noNaN: true }).filter((number) => !Number.isInteger(number)),
    bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
    uint8Array({ maxLength: 4 }),
  )
  const attributes = dictionary(key, value, { maxKeys: 4 })
  const timed = {
    attributes: dictionary(
      key.filter((text) => text !== 'event'),
      value,
    ),
  }
  return record({
    name: string(),
    kind: constantFrom('unspecified', 'internal', 'server', 'client', 'producer', 'consumer'),
    start: micros,
    length: micros,
    parent: option(constantFrom('1'.repeat(16), '2'.repeat(16)), { nil: undefined }),
    attributes,
    events: array(record({ name: string(), timeUnixNano: micros, ...timed }), { maxLength: 2 }),
    code: constantFrom('unset', 'ok', 'error'),
  }).map(({ start, length, parent, code, ...fields }) =>
    span({
      ...fields,
      startTimeUnixNano: start,
      endTimeUnixNano: start + length,
      status: { code },
      ...(parent !== undefined && { parentSpanId: parent }),
    }),
  )
}

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c'
const START = 1_700_000_000_000_000_000n
const EMBEDDED: EmbeddedTrace = {
  view: { ...VIEW, verdict: '</script><script>alert(1)</script><!--' },
  journey: JOURNEY,
  map: { servers: [], links: [], clients: [], streams: [], steps: [] },
  events: { events: [] },
  spans: {},
}
