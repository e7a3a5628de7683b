import { expect, onTestFinished, test } from 'vitest'
import { gunzipSync } from 'node:zlib'
import type { DeadLetter } from '../src/api/message-view.ts'
import type { ServeViewerOptions } from '../src/http/serve-options.ts'
import type { ViewerServer } from '../src/http/serve-viewer.ts'
import type { IndexRequest } from '../src/trace-index/index-request.ts'
import { ViewerError, type ViewerErrorCode } from '../src/viewer-error.ts'
import { askAsProgram, postAsProgram, ScriptedIndex, startViewerOver } from './http-fixture.ts'

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c'

test.each<readonly [path: string, request: IndexRequest]>([
  ['traces', { type: 'traces', query: '' }],
  [
    `traces?q=service%3Dorders&from=1000&to=2026-01-31T12:00:00Z&limit=20&before=abc&sort=slowest`,
    {
      type: 'traces',
      query: 'service=orders',
      fromMs: 1000,
      toMs: 1_769_860_800_000,
      limit: 20,
      before: 'abc',
      sort: 'slowest',
    },
  ],
  ['traces/0AF7651916CD43DD8448EB211C80319C', { type: 'trace', traceId: TRACE_ID }],
  [`traces/${TRACE_ID}/events`, { type: 'events', traceId: TRACE_ID }],
  [`traces/${TRACE_ID}/journey`, { type: 'journey', traceId: TRACE_ID }],
  [`traces/${TRACE_ID}/map`, { type: 'trace-map', traceId: TRACE_ID }],
  [`traces/${TRACE_ID}/export`, { type: 'otlp', traceId: TRACE_ID }],
  [
    `traces/${TRACE_ID}/spans/b7ad6b7169203331`,
    { type: 'span', traceId: TRACE_ID, spanId: 'b7ad6b7169203331' },
  ],
  ['messages', { type: 'messages' }],
  [
    'messages?stream=ORDERS&from=5&limit=7&before=x',
    { type: 'messages', stream: 'ORDERS', fromMs: 5, limit: 7, before: 'x' },
  ],
  ['messages/ORDERS/12', { type: 'message', stream: 'ORDERS', sequence: 12 }],
  ['map?from=1', { type: 'map', fromMs: 1 }],
  ['services?to=1.5', { type: 'services', toMs: 1.5 }],
  ['service-graph?from=2026-01-01', { type: 'service-graph', fromMs: 1_767_225_600_000 }],
  ['facets', { type: 'facets' }],
  ['metrics', { type: 'metrics' }],
])('%s is answered as the index answers it', async (path, request) => {
  const index = new ScriptedIndex()
  index.answer = () => ({ answered: 'as it is' })
  const viewer = await start({ index })
  const answer = await askAsProgram(viewer, { path: `/api/v1/${path}` })

  expect(answer).toMatchObject({ status: 200, text: '{"answered":"as it is"}' })
  expect(index.asked).toEqual([request])
})

test.each([
  ['traces?limit=0', 'limit must be a whole number from 1 to 1000'],
  ['traces?limit=1001', 'limit must be a whole number from 1 to 1000'],
  ['traces?limit=1e3', 'limit must be a whole number from 1 to 1000'],
  ['traces?sort=random', 'sort must be newest, slowest'],
  [
    'traces?from=yesterday',
    'from must be milliseconds since 1970, or a time such as 2026-01-31T12:00:00Z',
  ],
  [`traces?q=${'a'.repeat(4097)}`, 'q must be at most 4096 characters'],
  ['traces/xyz', 'traceId must be 32 hex digits'],
  [`traces/${'0'.repeat(31)}`, 'traceId must be 32 hex digits'],
  [`traces/${'0'.repeat(32)}/spans/1`, 'spanId must be 16 hex digits'],
  [
    `traces/${'0'.repeat(32)}/export?format=pdf`,
    'format must be otlp, jaeger, trace-events, html, markdown, chrome',
  ],
  ['messages/OR.DERS/1', 'stream must be the name of a stream'],
  ['messages/a%2Fb/1', 'stream must be the name of a stream'],
  ['messages/ORDERS/0', 'sequence must be a whole number from 1'],
  ['messages/ORDERS/9007199254740993', 'sequence must be a whole number from 1'],
  ['dead-letters?limit=-1', 'limit must be a whole number from 1 to 1000'],
])('%s is a mistake of who asks', async (path, detail) => {
  const index = new ScriptedIndex()
  const viewer = await start({ index })
  const answer = await askAsProgram(viewer, { path: `/api/v1/${path}` })

  expect(answer).toMatchObject({ status: 400 })
  expect(answer.json()).toEqual({
    type: 'about:blank',
    title: 'Bad Request',
    status: 400,
    code: 'PARAMETER_INVALID',
    detail,
  })
  expect(index.asked).toEqual([])
})

test.each([
  [`traces/${'1'.repeat(32)}`, 'TRACE_UNKNOWN'],
  [`traces/${'1'.repeat(32)}/export?format=html`, 'TRACE_UNKNOWN'],
  [`traces/${'1'.repeat(32)}/export?format=jaeger`, 'TRACE_UNKNOWN'],
  [`traces/${'1'.repeat(32)}/spans/${'1'.repeat(16)}`, 'SPAN_UNKNOWN'],
  ['messages/ORDERS/1', 'MESSAGE_UNKNOWN'],
  ['nowhere', 'ROUTE_UNKNOWN'],
  ['traces/1/2/3/4', 'ROUTE_UNKNOWN'],
])('%s is not there', async (path, code) => {
  const index = new ScriptedIndex()
  index.answer = () => undefined
  const viewer = await start({ index })
  const answer = await askAsProgram(viewer, { path: `/api/v1/${path}` })

  expect(answer).toMatchObject({ status: 404 })
  expect(answer.json()).toMatchObject({ code })
})

test.each<readonly [code: ViewerErrorCode, status: number]>([
  ['QUERY_INVALID', 400],
  ['QUERY_TIMEOUT', 504],
  ['INDEX_FAILED', 503],
  ['LIMIT_EXCEEDED', 413],
  ['STREAM_UNAVAILABLE', 503],
])('%s of the index is a problem of status %i', async (code, status) => {
  const index = new ScriptedIndex()
  index.answer = () => Promise.reject(new ViewerError(code, 'what is wrong', { hint: 'do this' }))
  const viewer = await start({ index })

  expect((await askAsProgram(viewer, { path: '/api/v1/traces' })).json()).toMatchObject({
    status,
    code,
  })
})

test('a trace that is not there may be one that has yet to be read', async () => {
  const index = new ScriptedIndex()
  index.answer = () => undefined
  Object.assign(index, { coverage: { ...index.coverage, pending: 7, isComplete: false } })
  const viewer = await start({ index })
  const answer = await askAsProgram(viewer, { path: `/api/v1/traces/${'1'.repeat(32)}` })

  expect(answer.json()).toMatchObject({
    hint: 'the index has yet to read 7 messages: try again',
  })
})

test('a long answer is packed for those who take it', async () => {
  const index = new ScriptedIndex()
  index.answer = () => ({ long: 'a'.repeat(5000) })
  const viewer = await start({ index })
  const ask = (coding: string) =>
    askAsProgram(viewer, { path: '/api/v1/traces', headers: { 'accept-encoding': coding } })
  const packed = await ask('br, gzip;q=0.5')

  expect(packed.headers['content-encoding']).toBe('gzip')
  expect(packed.bytes.length).toBeLessThan(200)
  expect(JSON.parse(gunzipSync(packed.bytes).toString())).toEqual({ long: 'a'.repeat(5000) })
  expect((await ask('gzip;q=0')).headers['content-encoding']).toBeUndefined()
  expect((await ask('identity')).headers['content-encoding']).toBeUndefined()
})

test('the status is that of the index, the connection and the server together', async () => {
  const index = new ScriptedIndex()
  index.answer = () => ({ state: 'ready' })
  const source = { state: 'missing', stream: 'TELEMETRY', hint: 'create it' } as const
  Object.assign(index, { source })
  const viewer = await start({
    index,
    version: '1.2.3',
    connection: () => ({ state: 'connected', server: 'n1 at 127.0.0.1:4222', account: 'APP' }),
  })

  expect((await askAsProgram(viewer, { path: '/api/v1/status' })).json()).toEqual({
    version: '1.2.3',
    source: {
      state: 'connected',
      server: 'n1 at 127.0.0.1:4222',
      account: 'APP',
      stream: 'TELEMETRY',
      streamState: 'missing',
      hint: 'create it',
    },
    coverage: index.coverage,
    index: { state: 'ready' },
    liveClients: 0,
    canPublish: false,
  })
})

test('the index is built anew when that is asked for', async () => {
  const index = new ScriptedIndex()
  const viewer = await start({ index })

  expect(await postAsProgram(viewer, '/api/v1/rebuild')).toMatchObject({ status: 200, text: '{}' })
  expect(index.rebuilds).toBe(1)
})

test('without a connection there are no dead letters, and none can be replayed', async () => {
  const viewer = await start({ canPublish: true })

  expect((await askAsProgram(viewer, { path: '/api/v1/dead-letters' })).json()).toEqual({
    letters: [],
    groups: [],
    streams: [],
    canReplay: false,
  })
  expect(await postAsProgram(viewer, '/api/v1/dead-letters/DLQ/1/replay')).toMatchObject({
    status: 403,
  })
})

test('dead letters are grouped by why they are some, and from where', async () => {
  const letters = [
    letter({ reason: 'no such address', originalStream: 'ORDERS' }),
    letter({ reason: 'timeout', originalStream: 'ORDERS' }),
    letter({ reason: 'timeout', originalStream: 'ORDERS' }),
    letter({}),
  ]
  const viewer = await start({ deadLetters: { list: async () => ({ letters, streams: ['DLQ'] }) } })

  expect((await askAsProgram(viewer, { path: '/api/v1/dead-letters' })).json()).toEqual({
    letters,
    streams: ['DLQ'],
    canReplay: false,
    groups: [
      { reason: 'timeout', originalStream: 'ORDERS', count: 2 },
      { reason: 'no such address', originalStream: 'ORDERS', count: 1 },
      { reason: '', count: 1 },
    ],
  })
})

test('a dead letter is replayed by a viewer that may publish', async () => {
  const deadLetters = replayable()
  const viewer = await start({ deadLetters, canPublish: true })
  const path = '/api/v1/dead-letters/DLQ/7/replay'

  expect((await askAsProgram(viewer, { path: '/api/v1/dead-letters' })).json()).toMatchObject({
    canReplay: true,
  })
  expect((await postAsProgram(viewer, path)).json()).toEqual({
    subject: 'orders.created',
    isDuplicate: false,
  })
  expect(deadLetters.replayed).toEqual(['DLQ 7'])
})

test('a viewer that may not publish replays nothing, though it could', async () => {
  const deadLetters = replayable()
  const viewer = await start({ deadLetters })
  const answer = await postAsProgram(viewer, '/api/v1/dead-letters/DLQ/7/replay')

  expect(answer.json()).toMatchObject({ status: 403, code: 'PUBLISH_FORBIDDEN' })
  expect(deadLetters.replayed).toEqual([])
})

test('a dead letter that is not there cannot be replayed', async () => {
  const deadLetters = { ...replayable(), replay: async () => undefined }
  const viewer = await start({ deadLetters, canPublish: true })

  expect((await postAsProgram(viewer, '/api/v1/dead-letters/DLQ/7/replay')).json()).toMatchObject({
    status: 404,
    code: 'LETTER_UNKNOWN',
  })
})

test('a probe is a dry run unless the viewer may publish', async () => {
  const probe = { probe: () => Promise.reject(new Error('was sent')) }
  const viewer = await start({ probe })
  const answer = await postAsProgram(viewer, '/api/v1/probe', '{"subject":"a","deliver":true}')

  expect(answer.json()).toMatchObject({ status: 403, code: 'PUBLISH_FORBIDDEN' })
})

test('without a connection there is nothing to probe', async () => {
  const viewer = await start()

  expect((await postAsProgram(viewer, '/api/v1/probe', '{"subject":"a"}')).json()).toMatchObject({
    status: 503,
    code: 'CONNECTION_MISSING',
  })
})

test('why a message cannot be probed is told with its code and hint', async () => {
  const failure = Object.assign(new Error('server n1 is 2.10.7, tracing needs 2.11'), {
    code: 'SERVER_TOO_OLD',
    hint: 'upgrade n1',
  })
  const viewer = await start({ probe: { probe: () => Promise.reject(failure) } })

  expect((await postAsProgram(viewer, '/api/v1/probe', '{"subject":"a"}')).json()).toEqual({
    type: 'about:blank',
    title: 'Bad Gateway',
    status: 502,
    code: 'SERVER_TOO_OLD',
    detail: 'server n1 is 2.10.7, tracing needs 2.11',
    hint: 'upgrade n1',
  })
})

test.each([
  ['[]', 'the body must be a JSON object'],
  ['{', 'the body is not JSON'],
  ['null', 'the body must be a JSON object'],
  ['{}', 'subject must be a text'],
  ['{"subject":1}', 'subject must be a text'],
  ['{"subject":"a","payload":{}}', 'payload must be a text'],
  ['{"subject":"a","deliver":"yes"}', 'deliver must be true or false'],
  [
    '{"subject":"a","headers":{"a":"b"}}',
    'headers must be a list of pairs of texts, 100 at the most',
  ],
  [
    '{"subject":"a","headers":[["a"]]}',
    'headers must be a list of pairs of texts, 100 at the most',
  ],
])('%s is no probe', async (body, detail) => {
  const viewer = await start()

  expect((await postAsProgram(viewer, '/api/v1/probe', body)).json()).toMatchObject({
    status: 400,
    code: 'BODY_INVALID',
    detail,
  })
})

async function start(options: Partial<ServeViewerOptions> = {}): Promise<ViewerServer> {
  const viewer = await startViewerOver(options.index ?? new ScriptedIndex(), options)
  onTestFinished(() => viewer[Symbol.asyncDispose]())
  return viewer
}

function letter(fields: Partial<DeadLetter>): DeadLetter {
  return {
    stream: 'DLQ',
    sequence: 1,
    subject: 'dlq.orders',
    storedAtMs: 1000,
    payloadBytes: 3,
    ...fields,
  }
}

function replayable() {
  const replayed: string[] = []
  return {
    replayed,
    list: async () => ({ letters: [], streams: ['DLQ'] }),
    replay: async (stream: string, sequence: number) => {
      replayed.push(`${stream} ${sequence}`)
      return { subject: 'orders.created', isDuplicate: false }
    },
  }
}
