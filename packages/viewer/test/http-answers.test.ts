import { formatTracesJson } from '@hopscope/observe/otlp'
import { decodeTraceEvent, toSpans } from '@hopscope/path'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TraceList } from '../src/api/trace-summary.ts'
import { openApiDocument } from '../src/http/openapi/openapi-document.ts'
import { serveViewer, type ViewerServer } from '../src/http/serve-viewer.ts'
import { openTraceIndex } from '../src/trace-index/open-trace-index.ts'
import type { TraceIndex } from '../src/trace-index/trace-index.ts'
import { askAsProgram, pageFolder, postAsProgram } from './http-fixture.ts'
import { follow, LINES } from './live-fixture.ts'
import { ORDER, ORDER_ID } from './exchange-order.ts'
import { violations } from './http-schema.ts'

let index: TraceIndex
let viewer: ViewerServer

beforeAll(async () => {
  index = await openTraceIndex()
  viewer = await serveViewer({ index, port: 0, pageFolder: await pageFolder() })
  await postAsProgram(viewer, '/api/v1/import', formatTracesJson(ORDER))
})

afterAll(async () => {
  await viewer[Symbol.asyncDispose]()
  await index[Symbol.asyncDispose]()
})

test.each([
  ['TraceList', 'traces'],
  ['TraceList', 'traces?q=service%3Dnobody'],
  ['TraceView', `traces/${ORDER_ID}`],
  ['SpanDetail', `traces/${ORDER_ID}/spans/1111111111111111`],
  ['SpanDetail', `traces/${ORDER_ID}/spans/2222222222222222`],
  ['TraceEvents', `traces/${ORDER_ID}/events`],
  ['JourneyView', `traces/${ORDER_ID}/journey`],
  ['TopologyView', `traces/${ORDER_ID}/map`],
  ['MessageList', 'messages'],
  ['MessageView', 'messages/ORDERS/12'],
  ['DeadLetterList', 'dead-letters'],
  ['TopologyView', 'map'],
  ['ServiceList', 'services'],
  ['ServiceGraph', 'service-graph'],
  ['FacetList', 'facets'],
  ['MetricList', 'metrics'],
  ['StatusView', 'status'],
  ['Problem', 'traces/xyz'],
])('the answer is a %s: %s', async (type, path) => {
  const answer = await askAsProgram(viewer, { path: `/api/v1/${path}` })

  expect(violations(answer.json(), { $ref: `#/components/schemas/${type}` }, SCHEMAS)).toEqual([])
})

test.each([
  ['TraceView', ''],
  ['TraceEvents', '/events'],
  ['JourneyView', '/journey'],
  ['TopologyView', '/map'],
])('the answer about an order through eight servers is a %s', async (type, path) => {
  const body = readFileSync(new URL('fixtures/order.json', import.meta.url))
  const imported = await postAsProgram(viewer, '/api/v1/import', body)
  const { traceIds } = imported.json() as { readonly traceIds: readonly string[] }
  const answer = await askAsProgram(viewer, { path: `/api/v1/traces/${traceIds[0]}${path}` })

  expect(answer.status).toBe(200)
  expect(violations(answer.json(), { $ref: `#/components/schemas/${type}` }, SCHEMAS)).toEqual([])
})

test('an import tells which traces came, and how many spans', async () => {
  const answer = await postAsProgram(viewer, '/api/v1/import', formatTracesJson(ORDER))

  expect(answer.json()).toEqual({ traceIds: [ORDER_ID], spans: 3, unreadable: 0 })
})

test('an import tells how many documents could not be read, and why', async () => {
  const lines = [
    formatTracesJson(ORDER),
    '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"zz"}]}]}]}',
  ]

  const answer = await postAsProgram(viewer, '/api/v1/import', lines.join('\n'))

  expect(answer.status).toBe(200)
  expect(answer.json()).toMatchObject({ spans: 3, unreadable: 1, problem: expect.any(String) })
  expect(violations(answer.json(), { $ref: '#/components/schemas/ImportResult' }, SCHEMAS)).toEqual(
    [],
  )
})

test.each(['otlp', 'jaeger'])(
  'what is saved as %s and imported again changes nothing',
  async (format) => {
    const path = `/api/v1/traces/${ORDER_ID}`
    const before = await askAsProgram(viewer, { path })
    const saved = await askAsProgram(viewer, { path: `${path}/export?format=${format}` })
    const again = await postAsProgram(viewer, '/api/v1/import', saved.bytes)
    const after = await askAsProgram(viewer, { path })

    expect(saved.headers['content-disposition']).toBe(
      `attachment; filename="trace-${ORDER_ID}.${format}.json"`,
    )
    expect(again.json()).toEqual({ traceIds: [ORDER_ID], spans: 3, unreadable: 0 })
    expect(after.json()).toEqual(before.json())
  },
)

test('OTLP JSON comes back as it went in, to the nanosecond and the kind of each number', async () => {
  const saved = await askAsProgram(viewer, { path: `/api/v1/traces/${ORDER_ID}/export` })
  const text = saved.text

  expect(text).toContain('"startTimeUnixNano":"1700000000000000123"')
  expect(text).toContain('{"key":"ratio","value":{"doubleValue":1}}')
  expect(text).toContain('{"key":"big","value":{"intValue":"9007199254740993"}}')
})

test.each([
  ['chrome', 'application/json; charset=utf-8', 'chrome.json', '"traceEvents"'],
  ['trace-events', 'application/x-ndjson; charset=utf-8', 'trace-events.ndjson', ''],
  ['markdown', 'text/markdown; charset=utf-8', 'md', '## The way of its messages'],
  ['html', 'text/html; charset=utf-8', 'html', 'id="hopscope-trace"'],
])('a trace can be saved as %s', async (format, type, ending, part) => {
  const path = `/api/v1/traces/${ORDER_ID}/export?format=${format}`
  const saved = await askAsProgram(viewer, { path })

  expect(saved).toMatchObject({ status: 200, text: expect.stringContaining(part) })
  expect(saved.headers).toMatchObject({
    'content-type': type,
    'content-disposition': `attachment; filename="trace-${ORDER_ID}.${ending}"`,
    'content-security-policy': expect.stringContaining('sandbox'),
  })
})

test('a page of one trace has every answer that its page asks for', async () => {
  const path = `/api/v1/traces/${ORDER_ID}`
  const { text } = await askAsProgram(viewer, { path: `${path}/export?format=html` })
  const answers = await Promise.all(
    ['', '/journey', '/map', '/events', '/spans/1111111111111111'].map(async (part) =>
      (await askAsProgram(viewer, { path: `${path}${part}` })).json(),
    ),
  )
  const embedded: Embedded = JSON.parse(
    text.match(/id="hopscope-trace">(.*?)<\/script>/)?.[1] ?? '',
  )

  expect([
    embedded.view,
    embedded.journey,
    embedded.map,
    embedded.events,
    embedded.spans['1111111111111111'],
  ]).toEqual(answers)
})

test('a query that is none is refused with what is wrong', async () => {
  const answer = await askAsProgram(viewer, { path: '/api/v1/traces?q=duration%3Efast' })

  expect(answer).toMatchObject({ status: 400 })
  expect(answer.json()).toMatchObject({ code: 'QUERY_INVALID' })
})

test('without a stream the index cannot be built anew', async () => {
  expect((await postAsProgram(viewer, '/api/v1/rebuild')).json()).toMatchObject({
    status: 503,
    code: 'STREAM_UNAVAILABLE',
  })
})

test('one who follows is told of what is imported', async () => {
  using follower = await follow(viewer, { headers: LINES, search: '?q=has%3Ahops' })
  const text = JSON.stringify(eventsOf('seed-traceparent'))
  const imported = await postAsProgram(viewer, '/api/v1/import', text)
  const { traceIds } = imported.json() as { readonly traceIds: readonly string[] }
  const event: unknown = JSON.parse(await follower.nextWith('"traces"'))

  expect(event).toMatchObject({ traces: [{ traceId: traceIds[0] }] })
  expect(violations(event, { $ref: '#/components/schemas/LiveEvent' }, SCHEMAS)).toEqual([])
})

test('a file that is JSON and no telemetry is refused', async () => {
  const answer = await postAsProgram(
    viewer,
    '/api/v1/import',
    '{"resourceSpans":[{"scopeSpans":7}]}',
  )

  expect(answer.json()).toMatchObject({ status: 422, code: 'IMPORT_INVALID' })
})

test('markup in names, attributes and subjects comes as text in every answer', async () => {
  const traceId = 'd'.repeat(32)
  const hostile = formatTracesJson(ORDER).replaceAll(ORDER_ID, traceId).replaceAll('orders', SCRIPT)
  await postAsProgram(viewer, '/api/v1/import', hostile)
  const paths = ['', '/events', '/journey', '/map', '/spans/2222222222222222', '/export']
  const answers = await Promise.all(
    paths.map((path) => askAsProgram(viewer, { path: `/api/v1/traces/${traceId}${path}` })),
  )
  const page = await askAsProgram(viewer, {
    path: `/api/v1/traces/${traceId}/export?format=html`,
  })

  expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200))
  expect(answers.map(({ headers }) => headers['content-type'])).toEqual(
    paths.map(() => 'application/json; charset=utf-8'),
  )
  expect(answers[0]?.text).toContain(SCRIPT)
  expect(page.status).toBe(200)
  expect(page.text).not.toContain('<img')
})

test('a file of trace events is found again by the servers that it tells of', async () => {
  const [event] = eventsOf('seed-traceparent')
  const bytes = new TextEncoder().encode(JSON.stringify(event))
  const decoded = decodeTraceEvent(bytes)
  const spans = decoded && toSpans(decoded)
  await postAsProgram(viewer, '/api/v1/import', JSON.stringify(event))
  const query = encodeURIComponent(`server=${decoded?.server.name}`)
  const found = await askAsProgram(viewer, { path: `/api/v1/traces?q=${query}` })

  const { traces } = found.json() as TraceList

  expect(traces.map(({ traceId }) => traceId)).toContain(spans?.scopeSpans[0]?.spans[0]?.traceId)
})

interface Embedded {
  readonly view: unknown
  readonly journey: unknown
  readonly map: unknown
  readonly events: unknown
  readonly spans: { readonly [id: string]: unknown }
}

function eventsOf(scenario: string): readonly unknown[] {
  const folder = new URL('../../path/test/fixtures/server-events/', import.meta.url)
  const file: { readonly events: readonly { readonly event: unknown }[] } = JSON.parse(
    readFileSync(new URL(`${scenario}.json`, folder), 'utf8'),
  )
  return file.events.map(({ event }) => event)
}

const SCHEMAS = openApiDocument('0.0.0').components.schemas
const SCRIPT = '<img src=x onerror=alert(1)>'
