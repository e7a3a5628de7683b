import { encodeTraces, formatTracesJson, type TraceData } from '@hopscope/observe/otlp'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { type OtlpReceiverOptions } from '../src/http/serve-options.ts'
import { type AddResult } from '../src/trace-index/trace-index.ts'
import { ViewerError } from '../src/viewer-error.ts'
import { ask, askAsProgram, ScriptedIndex, startViewerOver, type Asked } from './http-fixture.ts'

test.each([
  ['traces', 'telemetry.spans.imported.batch'],
  ['logs', 'telemetry.logs.imported.unspecified'],
  ['metrics', 'telemetry.metrics.imported.batch'],
])('%s as protobuf are handed to the index as they are', async (signal, subject) => {
  const { receiver, index } = await start()
  const body = encodeTraces(TRACES)
  const answer = await ask(receiver, post({ path: `/v1/${signal}`, headers: PROTOBUF, body }))

  expect(answer).toMatchObject({ status: 200, text: '' })
  expect(answer.headers['content-type']).toBe('application/x-protobuf')
  expect(index.added).toEqual([
    { subject, data: Buffer.from(body), headers: [['Content-Type', ['application/x-protobuf']]] },
  ])
})

test('traces as JSON are answered in JSON', async () => {
  const { receiver, index } = await start()
  const body = formatTracesJson(TRACES)
  const answer = await ask(receiver, post({ headers: JSON_TYPE, body }))

  expect(answer).toMatchObject({ status: 200, text: '{}' })
  expect(answer.headers['content-type']).toBe('application/json')
  expect(index.added.map(({ data }) => Buffer.from(data).toString())).toEqual([body])
})

test('what is packed by gzip is unpacked', async () => {
  const { receiver, index } = await start()
  const body = formatTracesJson(TRACES)
  const headers = { ...JSON_TYPE, 'content-encoding': 'gzip' }
  await ask(receiver, post({ headers, body: gzipSync(body) }))

  expect(index.added.map(({ data }) => Buffer.from(data).toString())).toEqual([body])
})

test('what cannot be read is refused for good, with a status in the format of the request', async () => {
  const { receiver, index } = await start()
  index.addResult = { ...index.addResult, unreadable: 1, problem: 'it is no OTLP' }
  const message = 'the request of traces cannot be read: it is no OTLP'
  const asJson = await ask(receiver, post({ headers: JSON_TYPE, body: '{' }))
  const asProtobuf = await ask(receiver, post({ headers: PROTOBUF, body: 'x' }))

  expect(asJson).toMatchObject({ status: 400, text: JSON.stringify({ message }) })
  expect(asProtobuf.status).toBe(400)
  expect(asProtobuf.bytes).toEqual(Buffer.from([0x12, message.length, ...Buffer.from(message)]))
})

test('what the index cannot take now is to be sent again', async () => {
  const { receiver, index } = await start()
  index.add = () => Promise.reject(new ViewerError('INDEX_FAILED', 'the disk is full'))
  const answer = await ask(receiver, post({ headers: JSON_TYPE, body: '{}' }))

  expect(answer).toMatchObject({ status: 503 })
  expect(answer.headers['retry-after']).toBe('5')
  expect(answer.text).not.toContain('disk')
})

test.each([
  ['a path that is none', post({ path: '/v1/profiles' }), 404],
  ['a path with a query', post({ path: '/v1/traces?x' }), 404],
  ['another method', { path: '/v1/traces' }, 405],
  ['a preflight of no page', { path: '/v1/traces', method: 'OPTIONS' }, 405],
  ['text that a form can send', post({ headers: { 'content-type': 'text/plain' } }), 415],
  ['a foreign name', post({ headers: { host: 'evil.example' } }), 421],
  ['a page of any site', post({ headers: { origin: 'https://evil.example' } }), 403],
  ['a page of no origin', post({ headers: { origin: 'null' } }), 403],
])('a request by %s is refused', async (_what, asked, status) => {
  const { receiver, index } = await start({ allowedOrigins: ['http://localhost:3000'] })
  const answer = await ask(receiver, asked)

  expect(answer).toMatchObject({ status })
  expect(answer.headers['access-control-allow-origin']).toBeUndefined()
  expect(index.added).toEqual([])
})

test('a page of an allowed origin may send, after it has asked', async () => {
  const { receiver, index } = await start({ allowedOrigins: ['http://localhost:3000'] })
  const origin = 'http://localhost:3000'
  const asked = await ask(receiver, { path: '/v1/traces', method: 'OPTIONS', headers: { origin } })
  const sent = await ask(receiver, post({ headers: { ...JSON_TYPE, origin }, body: '{}' }))

  expect(asked.status).toBe(204)
  expect(asked.headers).toMatchObject({
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type, content-encoding',
  })
  expect(sent.status).toBe(200)
  expect(sent.headers['access-control-allow-origin']).toBe(origin)
  expect(index.added).toHaveLength(1)
})

test('more than is allowed is not read, packed or not', async () => {
  const { receiver, index } = await start({}, 1000)
  const plain = await ask(receiver, post({ headers: JSON_TYPE, body: ' '.repeat(1001) }))
  const headers = { ...JSON_TYPE, 'content-encoding': 'gzip' }
  const packed = await ask(receiver, post({ headers, body: gzipSync(' '.repeat(5000)) }))

  expect([plain.status, packed.status]).toEqual([413, 413])
  expect(index.added).toEqual([])
})

test('more requests at once than fit into memory are to be sent again', async () => {
  const { receiver, index } = await start()
  const release = Promise.withResolvers<AddResult>()
  let inside = 0
  index.add = () => {
    inside++
    return release.promise
  }
  const send = () => ask(receiver, post({ headers: JSON_TYPE, body: '{}' }))
  const first = Array.from({ length: 16 }, send)
  await expect.poll(() => inside).toBe(16)
  const refused = await send()
  release.resolve(index.addResult)

  expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual(Array(16).fill(200))
  expect(await send()).toMatchObject({ status: 200 })
})

test('the receiver gives no data, and the port of the page receives none', async () => {
  const { viewer, receiver } = await start()

  expect(await ask(receiver, { path: '/api/v1/traces' })).toMatchObject({ status: 404 })
  expect(await ask(viewer, post({ headers: JSON_TYPE, body: '{}' }))).toMatchObject({ status: 404 })
})

test('the status tells where to send', async () => {
  const { viewer, receiver, index } = await start()
  index.answer = () => ({ state: 'ready' })

  expect(viewer.otlpUrl).toBe(`http://127.0.0.1:${receiver.port}`)
  expect((await askAsProgram(viewer, { path: '/api/v1/status' })).json()).toMatchObject({
    otlpPort: receiver.port,
  })
})

async function start(options: OtlpReceiverOptions = {}, maxImportBytes = 1_000_000) {
  const index = new ScriptedIndex()
  const otlp = { port: 0, ...options }
  const viewer = await startViewerOver(index, { otlp, limits: { maxImportBytes } })
  onTestFinished(() => viewer[Symbol.asyncDispose]())
  return { index, viewer, receiver: { port: Number(new URL(viewer.otlpUrl ?? '').port) } }
}

function post(asked: Asked): Asked {
  return { path: '/v1/traces', method: 'POST', ...asked }
}

const JSON_TYPE = { 'content-type': 'application/json' }
const PROTOBUF = { 'content-type': 'application/x-protobuf' }

const TRACES: TraceData = {
  resourceSpans: [
    {
      resource: { attributes: { 'service.name': 'orders' } },
      scopeSpans: [
        {
          scope: { name: 'shop' },
          spans: [
            {
              traceId: '0af7651916cd43dd8448eb211c80319c',
              spanId: 'b7ad6b7169203331',
              name: 'place order',
              kind: 'internal',
              startTimeUnixNano: 1n,
              endTimeUnixNano: 2n,
              attributes: {},
              events: [],
              links: [],
              status: { code: 'unset' },
            },
          ],
        },
      ],
    },
  ],
}
