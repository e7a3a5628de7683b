import { encodeTraces, formatTracesJson, type TraceData } from '@hopscope/observe/otlp'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import type { OtlpReceiverOptions } from '../src/http/serve-options.ts'
import type { AddResult } from '../src/trace-index/trace-index.ts'
import { ViewerError } from '../src/viewer-error.ts'
import {
  ask,
  askAsProgram,
  ScriptedIndex,
  sendThenRead,
  startViewerOver,
  type Asked,
} from './http-fixture.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const PROTOBUF = { 'content-type': 'application/x-protobuf' }

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

test.each([
  ['no body of protobuf', PROTOBUF, ''],
  ['an object of JSON without members', JSON_TYPE, ' {} '],
])('a request with %s is empty, and taken', async (_what, headers, body) => {
  const { receiver, index } = await start()
  const answer = await ask(receiver, post({ headers, body }))

  expect(answer).toMatchObject({ status: 200, text: body.trim() })
  expect(index.added).toEqual([])
})

test.each([
  ['a query in the address', { path: '/v1/traces?tenant=1' }],
  ['a charset', { headers: { 'content-type': 'Application/JSON; charset=utf-8' } }],
  ['no encoding', { headers: { ...JSON_TYPE, 'content-encoding': 'identity' } }],
  ['an empty encoding', { headers: { ...JSON_TYPE, 'content-encoding': '' } }],
])('a request with %s is taken', async (_what, asked) => {
  const { receiver, index } = await start()
  const body = formatTracesJson(TRACES)
  const answer = await ask(receiver, post({ headers: JSON_TYPE, body, ...asked }))

  expect(answer).toMatchObject({ status: 200, text: '{}' })
  expect(index.added).toHaveLength(1)
})

test('the old name of gzip is gzip', async () => {
  const { receiver, index } = await start()
  const body = formatTracesJson(TRACES)
  const headers = { ...JSON_TYPE, 'content-encoding': 'X-Gzip' }
  await ask(receiver, post({ headers, body: gzipSync(body) }))

  expect(index.added.map(({ data }) => Buffer.from(data).toString())).toEqual([body])
})

test('another encoding is refused, and the one that is known is told', async () => {
  const { receiver } = await start()
  const headers = { ...JSON_TYPE, 'content-encoding': 'zstd' }

  expect(await ask(receiver, post({ headers, body: 'x' }))).toMatchObject({
    status: 415,
    headers: { 'accept-encoding': 'gzip' },
  })
})

test('a refusal of protobuf is one, however its type is written', async () => {
  const { receiver } = await start()
  const headers = { 'content-type': 'Application/X-Protobuf;v=1', 'content-encoding': 'zstd' }

  expect(await ask(receiver, post({ headers, body: 'x' }))).toMatchObject({
    status: 415,
    headers: { 'content-type': 'application/x-protobuf' },
  })
})

test('what a limit of the index keeps out is told', async () => {
  const { receiver, index } = await start()
  index.addResult = { ...index.addResult, dropped: 300 }
  const body = formatTracesJson(TRACES)
  const asJson = await ask(receiver, post({ headers: JSON_TYPE, body }))
  const asProtobuf = await ask(receiver, post({ headers: PROTOBUF, body: encodeTraces(TRACES) }))
  const message = '300 spans are more than the index keeps'

  expect(asJson.status).toBe(200)
  expect(asJson.json()).toEqual({
    partialSuccess: { rejectedSpans: '300', errorMessage: message },
  })
  const head = Buffer.from([0x0a, message.length + 5, 0x08, 0xac, 0x02, 0x12, message.length])
  expect(asProtobuf.bytes).toEqual(Buffer.concat([head, Buffer.from(message)]))
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
  const body = formatTracesJson(TRACES)
  const answer = await ask(receiver, post({ headers: JSON_TYPE, body }))

  expect(answer).toMatchObject({ status: 503 })
  expect(answer.headers['retry-after']).toBe('5')
  expect(answer.text).not.toContain('disk')
})

test.each([
  ['a path that is none', post({ path: '/v1/profiles' }), 404],
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
  const body = formatTracesJson(TRACES)
  const sent = await ask(receiver, post({ headers: { ...JSON_TYPE, origin }, body }))

  expect(asked.status).toBe(204)
  expect(asked.headers).toMatchObject({
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type, content-encoding',
  })
  expect(sent.status).toBe(200)
  expect(sent.headers).toMatchObject({
    'access-control-allow-origin': origin,
    vary: 'origin, accept-encoding',
  })
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

test('who sends too much is told so, also if it reads no answer before it has sent all', async () => {
  const { receiver } = await start({}, 1000)
  const head = 'POST /v1/traces HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n'
  const body = ' '.repeat(20_000_000)
  const answer = await sendThenRead(
    receiver,
    `${head}content-length: ${body.length}\r\n\r\n${body}`,
  )

  expect(answer).toMatch(/^HTTP\/1\.1 413 /)
  expect(answer).toContain('"message":"the body is longer than 1000 bytes"')
})

test('more requests at once than fit into memory are to be sent again', async () => {
  const { receiver, index } = await start()
  const release = Promise.withResolvers<AddResult>()
  let inside = 0
  index.add = () => {
    inside++
    return release.promise
  }
  const body = formatTracesJson(TRACES)
  const send = () => ask(receiver, post({ headers: JSON_TYPE, body }))
  const first = Array.from({ length: 16 }, send)
  await expect.poll(() => inside).toBe(16)
  const refused = await send()
  release.resolve(index.addResult)

  expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
  expect((await Promise.all(first)).map(({ status }) => status)).toEqual(Array(16).fill(200))
  expect(await send()).toMatchObject({ status: 200 })
})

test.each([
  ['plain', ' '.repeat(300), {}],
  ['packed', gzipSync(' '.repeat(900)), { 'content-encoding': 'gzip' }],
])(
  'what fits not into memory beside what is there, %s, is to be sent again',
  async (_how, body, encoding) => {
    const { receiver, index } = await start({}, 1000)
    const release = Promise.withResolvers<AddResult>()
    let inside = 0
    index.add = () => {
      inside++
      return release.promise
    }
    const send = () => ask(receiver, post({ headers: { ...JSON_TYPE, ...encoding }, body }))
    const large = post({ headers: JSON_TYPE, body: ' '.repeat(900) })
    const first = [ask(receiver, large), ask(receiver, large)]
    await expect.poll(() => inside).toBe(2)
    const refused = await send()
    release.resolve(index.addResult)
    await Promise.all(first)

    expect(refused).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
    expect(await send()).toMatchObject({ status: 200 })
  },
)

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
