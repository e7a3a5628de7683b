import { encodeTraces, parseTracesJson, type TraceData } from '@hopscope/observe/otlp'
import { gunzipSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { Backend, SIGNALS, type BackendOptions } from '../src/otlp-http/index.ts'
import { answering, startOtlpServer, type OtlpServer } from './otlp-http-server.ts'

const MIB = 1024 ** 2

test('bodies are joined into one request', async () => {
  await using server = await startOtlpServer()
  await using backend = new Backend({ endpoint: server.url })

  await backend.send('traces', [traces('a'), new Uint8Array(), traces('b')])

  expect(server.requests).toHaveLength(1)
  expect(server.requests[0]?.headers).toMatchObject({
    'content-type': 'application/x-protobuf',
    'content-length': String(traces('a').length * 2),
    'user-agent': expect.stringMatching(/^Hopscope-OTLP-Exporter-JavaScript\/\d+\.\d+\.\d+/),
  })
  expect(server.requests[0]?.headers).not.toHaveProperty('content-encoding')
  expect(server.requests[0]?.body).toEqual(Buffer.concat([traces('a'), traces('b')]))
})

test.each([
  ['no body', []],
  ['empty bodies', [new Uint8Array(), new Uint8Array()]],
])('nothing is sent for %s', async (_, bodies) => {
  await using server = await startOtlpServer()
  await using backend = new Backend({ endpoint: server.url })

  expect(await backend.send('traces', bodies)).toEqual({ kind: 'accepted', rejected: 0 })
  expect(server.requests).toEqual([])
})

test.each([
  ['', ['/v1/traces', '/v1/logs', '/v1/metrics']],
  ['/', ['/v1/traces', '/v1/logs', '/v1/metrics']],
  ['/a/b', ['/a/b/v1/traces', '/a/b/v1/logs', '/a/b/v1/metrics']],
  ['/a/?key=1', ['/a/v1/traces?key=1', '/a/v1/logs?key=1', '/a/v1/metrics?key=1']],
])('below the endpoint %j each signal has its path', async (path, paths) => {
  await using server = await startOtlpServer()
  await using backend = new Backend({ endpoint: `${server.url}${path}` })

  for (const signal of SIGNALS) await backend.send(signal, [traces('a')])

  expect(server.requests.map((request) => request.path)).toEqual(paths)
})

test('what a signal sets for itself comes before what is set for all', async () => {
  await using server = await startOtlpServer()
  await using backend = new Backend({
    endpoint: `${server.url}/all`,
    headers: { 'x-all': '1', 'x-key': 'all' },
    compression: 'gzip',
    logs: {
      endpoint: `${server.url}/own`,
      headers: { 'X-Key': 'own' },
      compression: 'none',
      protocol: 'http/json',
    },
    metrics: { endpoint: server.url },
  })

  for (const signal of SIGNALS) await backend.send(signal, [NO_RECORDS])

  const [general, own, bare] = server.requests
  expect(general).toMatchObject({
    path: '/all/v1/traces',
    headers: { 'x-all': '1', 'x-key': 'all', 'content-encoding': 'gzip' },
  })
  expect(own).toMatchObject({
    path: '/own',
    headers: { 'x-key': 'own', 'content-type': 'application/json' },
  })
  expect(own?.headers).not.toHaveProperty('x-all')
  expect(own?.headers).not.toHaveProperty('content-encoding')
  expect(bare?.path).toBe('/')
})

test('headers that say how a request is encoded are not for others to set', async () => {
  await using server = await startOtlpServer()
  await using backend = new Backend({
    endpoint: server.url,
    headers: {
      'Content-Type': 'text/plain',
      'Content-Length': '1',
      'Transfer-Encoding': 'chunked',
    },
  })

  await backend.send('traces', [traces('a')])

  expect(server.requests[0]?.headers).toMatchObject({
    'content-type': 'application/x-protobuf',
    'content-length': String(traces('a').length),
  })
  expect(server.requests[0]?.headers).not.toHaveProperty('transfer-encoding')
})

test('by gzip a request is smaller, and says so', async () => {
  await using server = await startOtlpServer()
  await using backend = new Backend({ endpoint: server.url, compression: 'gzip' })

  await backend.send('traces', [traces('a'.repeat(10_000))])

  const [request] = server.requests
  expect(request?.headers['content-encoding']).toBe('gzip')
  expect(request?.body.length).toBeLessThan(1_000)
  expect(gunzip(request?.body)).toEqual(Buffer.from(traces('a'.repeat(10_000))))
})

test.each<BackendOptions>([{}, { compression: 'gzip' }])(
  'what is compressed already is joined as it is, by %j',
  async (options) => {
    await using server = await startOtlpServer()
    await using backend = new Backend({ endpoint: server.url, ...options })
    const bodies = [gzipSync(traces('a')), gzipSync(traces('b'))]

    await backend.send('traces', bodies, { encoding: 'gzip' })

    const [request] = server.requests
    expect(request?.headers['content-encoding']).toBe('gzip')
    expect(request?.body).toEqual(Buffer.concat(bodies))
    expect(gunzip(request?.body)).toEqual(Buffer.concat([traces('a'), traces('b')]))
  },
)

test('what is compressed already is unpacked for a backend without compression', async () => {
  await using server = await startOtlpServer()
  await using backend = new Backend({ endpoint: server.url, compression: 'none' })

  await backend.send('traces', [gzipSync(traces('a')), gzipSync(traces('b'))], { encoding: 'gzip' })

  const [request] = server.requests
  expect(request?.headers).not.toHaveProperty('content-encoding')
  expect(request?.body).toEqual(Buffer.concat([traces('a'), traces('b')]))
})

test('what is compressed already is compressed as one for a backend that reads only the first', async () => {
  await using server = await startOtlpServer()
  await using backend = new Backend({ endpoint: server.url, gzipMembers: 'recompress' })
  const bodies = [gzipSync(traces('a')), gzipSync(traces('b'))]

  await backend.send('traces', bodies, { encoding: 'gzip' })
  await backend.send('traces', bodies.slice(1), { encoding: 'gzip' })

  const [both, one] = server.requests
  expect(both?.headers['content-encoding']).toBe('gzip')
  expect(both?.body.lastIndexOf(GZIP_HEAD)).toBe(0)
  expect(gunzip(both?.body)).toEqual(Buffer.concat([traces('a'), traces('b')]))
  expect(one?.body).toEqual(bodies[1])
})

test('a body that is said to be compressed, and is not, is refused where it must be unpacked', async () => {
  await using server = await startOtlpServer()
  await using backend = new Backend({ endpoint: server.url, compression: 'none' })

  expect(await backend.send('traces', [traces('a')], { encoding: 'gzip' })).toEqual({
    kind: 'refused',
    status: 400,
    reason: 'a body is no gzip',
  })
  expect(server.requests).toEqual([])
})

test('by http/json requests are OTLP JSON', async () => {
  await using server = await startOtlpServer()
  await using backend = new Backend({ endpoint: server.url, protocol: 'http/json' })

  await backend.send('traces', [traces('a'), traces('b')])

  const [request] = server.requests
  expect(request?.headers['content-type']).toBe('application/json')
  expect(parseTracesJson(String(request?.body))).toEqual({
    resourceSpans: [resourceSpans('a'), resourceSpans('b')],
  })
  expect(JSON.parse(String(request?.body))).toMatchObject({
    resourceSpans: [{ scopeSpans: [{ spans: [{ traceId: TRACE_ID, kind: 1 }] }] }, {}],
  })
})

test('by http/json what is compressed already is unpacked, and the JSON compressed', async () => {
  await using server = await startOtlpServer()
  await using backend = new Backend({ endpoint: server.url, protocol: 'http/json' })

  await backend.send('traces', [gzipSync(traces('a'))], { encoding: 'gzip' })

  const json = String(gunzip(server.requests[0]?.body))
  expect(parseTracesJson(json)).toEqual({ resourceSpans: [resourceSpans('a')] })
})

test('by http/json what cannot be decoded is refused as a backend would, and not sent', async () => {
  await using server = await startOtlpServer()
  await using backend = new Backend({ endpoint: server.url, protocol: 'http/json' })

  expect(await backend.send('logs', [Buffer.from('0a0201ff', 'hex')])).toMatchObject({
    kind: 'refused',
    status: 400,
  })
  expect(server.requests).toEqual([])
})

test('what is above 64 MiB together is several requests', async () => {
  await using server = await startOtlpServer(answering(200))
  await using backend = new Backend({ endpoint: server.url })

  const outcome = await backend.send('logs', [field(30 * MIB), field(30 * MIB), field(10 * MIB)])

  expect(outcome).toEqual({ kind: 'accepted', rejected: 0 })
  expect(sizesOf(server)).toEqual([60 * MIB, 10 * MIB])
})

test('a body above 64 MiB is divided between its resources', async () => {
  await using server = await startOtlpServer()
  await using backend = new Backend({ endpoint: server.url })

  await backend.send('logs', [Buffer.concat([field(40 * MIB), field(40 * MIB)])])

  expect(sizesOf(server)).toEqual([40 * MIB, 40 * MIB])
})

test('one resource above 64 MiB is not sent', async () => {
  await using server = await startOtlpServer()
  await using backend = new Backend({ endpoint: server.url, compression: 'gzip' })

  expect(await backend.send('logs', [field(64 * MIB + 1)])).toEqual({
    kind: 'refused',
    status: 413,
    reason: 'it is larger than the 64 MiB that OTLP allows, and not sent',
  })
  expect(server.requests).toEqual([])
})

test.each<BackendOptions>([{}, { compression: 'none' }])(
  'a compressed body with more than 64 MiB in it is not sent, by %j',
  async (options) => {
    await using server = await startOtlpServer()
    await using backend = new Backend({ endpoint: server.url, ...options })
    const body = gzipSync(Buffer.alloc(64 * MIB + 1), { level: 1 })

    expect(await backend.send('logs', [body], { encoding: 'gzip' })).toMatchObject({ status: 413 })
    expect(server.requests).toEqual([])
  },
)

test('compressed bodies with more than 64 MiB in them together are several requests', async () => {
  await using server = await startOtlpServer()
  await using backend = new Backend({ endpoint: server.url })
  const body = gzipSync(field(40 * MIB), { level: 1 })

  await backend.send('logs', [body, body], { encoding: 'gzip' })

  expect(sizesOf(server)).toEqual([body.length, body.length])
})

test('JSON above 64 MiB is divided until each request is smaller', async () => {
  await using server = await startOtlpServer()
  await using backend = new Backend({ endpoint: server.url, protocol: 'http/json' })
  // Each such character is six in JSON.
  const logs = field(8 * MIB, '\u0001')

  const outcome = await backend.send('logs', [Buffer.concat([logs, logs]), logs])

  expect(outcome).toEqual({ kind: 'accepted', rejected: 0 })
  expect(server.requests.map(({ body }) => body.length >> 20)).toEqual([48, 48, 48])
}, 120_000)

test('JSON above 64 MiB that cannot be divided is not sent', async () => {
  await using server = await startOtlpServer()
  await using backend = new Backend({ endpoint: server.url, protocol: 'http/json' })

  expect(await backend.send('logs', [field(11 * MIB, '\u0001')])).toMatchObject({ status: 413 })
  expect(server.requests).toEqual([])
})

test('of several requests the first that is not accepted is the outcome, and the last', async () => {
  await using server = await startOtlpServer((response) => response.writeHead(503).end())
  await using backend = new Backend({ endpoint: server.url })

  const outcome = await backend.send('logs', [field(40 * MIB), field(40 * MIB)])

  expect(outcome).toEqual({ kind: 'unavailable', reason: 'HTTP status 503' })
  expect(server.requests).toHaveLength(1)
})

test('what is dropped of several requests is added up', async () => {
  const answer = answering(
    200,
    { 'content-type': 'application/json' },
    '{"partialSuccess":{"rejectedLogRecords":"2","errorMessage":"old"}}',
  )
  await using server = await startOtlpServer(answer)
  await using backend = new Backend({ endpoint: server.url })

  expect(await backend.send('logs', [field(40 * MIB), field(40 * MIB)])).toEqual({
    kind: 'accepted',
    rejected: 4,
    message: 'old',
  })
})

test.each<[BackendOptions, string, string]>([
  [{}, 'application/x-protobuf', ''],
  [{ protocol: 'http/json' }, 'application/json', '{}'],
])('a probe by %j carries no telemetry', async (options, type, body) => {
  await using server = await startOtlpServer()
  await using backend = new Backend({ endpoint: server.url, ...options })

  expect(await backend.probe('metrics')).toEqual({ kind: 'accepted', rejected: 0 })
  expect(server.requests).toMatchObject([
    { path: '/v1/metrics', headers: { 'content-type': type } },
  ])
  expect(String(server.requests[0]?.body)).toBe(body)
})

test.each([
  [200, true],
  [400, true],
  [401, true],
  [404, false],
  [405, false],
  [503, true],
])('a backend that answers a probe with %i offers the signal: %j', async (status, offers) => {
  await using server = await startOtlpServer(answering(status))
  await using backend = new Backend({ endpoint: server.url })

  expect(await backend.offers('metrics')).toBe(offers)
})

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c'
const NO_RECORDS = Buffer.from('0a00', 'hex')
const GZIP_HEAD = Buffer.from('1f8b', 'hex')

function traces(service: string): Uint8Array {
  return encodeTraces({ resourceSpans: [resourceSpans(service)] })
}

function resourceSpans(service: string): TraceData['resourceSpans'][number] {
  return {
    resource: { attributes: { 'service.name': service } },
    scopeSpans: [
      {
        scope: { name: 'test' },
        spans: [
          {
            traceId: TRACE_ID,
            spanId: 'b7ad6b7169203331',
            name: 'span',
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
  }
}

// One resource of so many bytes: its schema URL is what makes it large.
function field(bytes: number, fill = 'x'): Uint8Array {
  const head = Buffer.alloc(10)
  head[0] = 0x0a
  writeLength(head, 1, bytes - 5)
  head[5] = 0x1a
  writeLength(head, 6, bytes - 10)
  return Buffer.concat([head, Buffer.alloc(bytes - 10, fill)])
}

function writeLength(target: Buffer, at: number, length: number): void {
  for (let index = 0; index < 4; index++) {
    target[at + index] = ((length >>> (7 * index)) & 0x7f) | (index < 3 ? 0x80 : 0)
  }
}

function sizesOf({ requests }: OtlpServer): readonly number[] {
  return requests.map(({ body }) => body.length)
}

function gunzip(body: Uint8Array | undefined): Uint8Array {
  return gunzipSync(body ?? new Uint8Array())
}
