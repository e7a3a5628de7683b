import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decodeTraces } from '@hopscope/observe/otlp'
import { expect, test } from 'vitest'
import { sendTraces, tracesOptionsFromEnv } from './send-traces.ts'

test('spans are sent as OTLP protobuf', async () => {
  await using backend = await startBackend(200)

  await sendTraces({ resourceSpans: [SPANS] }, { url: backend.url, headers: { 'x-key': 'k' } })

  const [request] = backend.requests
  expect(request?.headers).toMatchObject({ 'content-type': 'application/x-protobuf', 'x-key': 'k' })
  expect(request && decodeTraces(request.body)?.resourceSpans[0]?.resource).toEqual(SPANS.resource)
})

test('a backend that does not take them is named with its status, and without secrets', async () => {
  await using backend = await startBackend(503)
  const url = `${backend.url.replace('//', '//user:secret@')}?token=secret`

  const sent = sendTraces({ resourceSpans: [SPANS] }, { url })

  await expect(sent).rejects.toMatchObject({
    code: 'EXPORT_FAILED',
    message: `${backend.url} did not take the spans: HTTP status 503`,
  })
  expect(backend.requests[0]?.headers.authorization).toBe(`Basic ${btoa('user:secret')}`)
})

test('a header that HTTP does not allow is refused without its value', async () => {
  const sent = sendTraces(
    { resourceSpans: [SPANS] },
    { url: 'http://h', headers: { 'x-key': 'k\ney' } },
  )

  await expect(sent).rejects.toMatchObject({
    code: 'OPTION_INVALID',
    message: 'header "x-key" cannot be sent by HTTP',
  })
})

test('spans that a backend rejects are told of', async () => {
  await using backend = await startBackend(200, { 'content-type': 'application/json' }, REJECTED)

  const sent = sendTraces({ resourceSpans: [SPANS] }, { url: backend.url })

  await expect(sent).rejects.toMatchObject({
    code: 'EXPORT_FAILED',
    message: `${backend.url} rejected 2 of the spans: too old`,
  })
})

test('no request is made for no spans', async () => {
  await using backend = await startBackend(200)

  await sendTraces({ resourceSpans: [] }, { url: backend.url })

  expect(backend.requests).toEqual([])
})

test('headers do not follow a redirect', async () => {
  await using backend = await startBackend(307, { Location: '/elsewhere' })

  const sent = sendTraces(
    { resourceSpans: [SPANS] },
    { url: backend.url, headers: { 'x-key': 'k' } },
  )

  await expect(sent).rejects.toMatchObject({ code: 'EXPORT_FAILED' })
  expect(backend.requests).toHaveLength(1)
})

test('a backend that is not there is named with the reason', async () => {
  const backend = await startBackend(200)
  await backend[Symbol.asyncDispose]()

  await expect(sendTraces({ resourceSpans: [SPANS] }, { url: backend.url })).rejects.toMatchObject({
    code: 'EXPORT_FAILED',
    message: expect.stringContaining('ECONNREFUSED'),
  })
})

test.each([
  [{}, undefined],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: '' }, undefined],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://h:4318' }, { url: 'http://h:4318/v1/traces' }],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://h/base/' }, { url: 'https://h/base/v1/traces' }],
  [
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://h',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://own/path',
      OTEL_EXPORTER_OTLP_HEADERS: 'a=1,b=x%20y, c = z=',
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
    },
    { url: 'http://own/path', headers: { a: '1', b: 'x y', c: 'z=' }, timeoutMs: 500 },
  ],
  [
    {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://h',
      OTEL_EXPORTER_OTLP_LOGS_PROTOCOL: 'grpc',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_TRACES_CERTIFICATE: 'ca.pem',
    },
    { url: 'http://h/v1/traces', protocol: 'http/json', certificateFile: 'ca.pem' },
  ],
])('%o says where traces go', (env, options) => {
  expect(tracesOptionsFromEnv(env)).toEqual(options)
})

test.each([
  ['localhost:4318', 'localhost:4318 is no http or https URL'],
  ['ftp://user:secret@host', 'ftp://host is no http or https URL'],
  ['user:secret@host:4318', 'host:4318 is no http or https URL'],
  ['http://user:se/cr?et@host', 'http://host is no http or https URL'],
  ['http://user:secret@ho st?token=secret', 'http://ho st is no http or https URL'],
])('the endpoint %s is refused, without its secrets', (endpoint, message) => {
  expect(() => tracesOptionsFromEnv({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint })).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID', message }),
  )
})

const SPANS = { resource: { attributes: { 'service.name': 's' } }, scopeSpans: [] }
const REJECTED = '{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}'

async function startBackend(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  answer = '',
) {
  const requests: { headers: IncomingMessage['headers']; body: Uint8Array }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      requests.push({ headers: request.headers, body: Buffer.concat(chunks) })
      response.writeHead(status, headers).end(answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1/traces`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
