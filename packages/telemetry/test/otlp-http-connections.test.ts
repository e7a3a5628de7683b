import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { Backend, type BackendOptions, type Outcome } from '../src/otlp-http/index.ts'
import {
  answering,
  certificateFile,
  serverTls,
  startOtlpServer,
  type Respond,
} from './otlp-http-server.ts'

const BODY = Buffer.from('0a00', 'hex')

test('requests of a signal share a connection', async () => {
  await using server = await startOtlpServer()
  await using backend = new Backend({ endpoint: server.url })

  for (let sent = 0; sent < 20; sent++) await backend.send('traces', [BODY])

  expect(server.requests).toHaveLength(20)
  expect(server.connections()).toBe(1)
})

test('requests share a connection after the backend refused some of them', async () => {
  const statuses = [400, 503, 404, 200, 307]
  await using server = await startOtlpServer((response, { body }) =>
    response.writeHead(statuses[body.length % 5] ?? 200).end('why'),
  )
  await using backend = new Backend({ endpoint: server.url })

  for (let sent = 1; sent <= 5; sent++) await backend.send('traces', Array(sent).fill(BODY))

  expect(server.connections()).toBe(1)
})

test('what is under way when the backend is closed is not sent again', async () => {
  await using server = await startOtlpServer((response) => {
    if (server.requests.length === 1) response.end()
  })
  await using backend = new Backend({ endpoint: server.url })
  await backend.send('traces', [BODY])
  const underWay = backend.send('traces', [BODY])
  await expect.poll(() => server.requests).toHaveLength(2)
  await backend.close()

  expect(await underWay).toMatchObject({ kind: 'unavailable' })
  expect(server.requests).toHaveLength(2)
})

test('a signal whose requests are not answered does not hold up the others', async () => {
  await using server = await startOtlpServer((response, { path }) => {
    if (path !== '/v1/traces') response.end()
  })
  await using backend = new Backend({ endpoint: server.url, timeoutMs: 60_000 })

  const unanswered = backend.send('traces', [BODY])

  expect(await backend.send('logs', [BODY])).toMatchObject({ kind: 'accepted' })
  expect(await backend.send('metrics', [BODY])).toMatchObject({ kind: 'accepted' })
  await backend.close()
  expect(await unanswered).toEqual({ kind: 'unavailable', reason: 'the sender was closed' })
})

test('a connection that the backend closed between requests costs none of them', async () => {
  const seen = new Set<Socket>()
  await using server = await startOtlpServer((response, _, socket) => {
    // Nothing tells the client of it before its second request is on the way.
    if (seen.has(socket)) socket.resetAndDestroy()
    else response.end()
    seen.add(socket)
  })
  await using backend = new Backend({ endpoint: server.url })

  const outcomes = [await backend.send('traces', [BODY]), await backend.send('traces', [BODY])]

  expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted'])
  expect(server.connections()).toBe(2)
})

test('a connection that is reset without an answer may be tried again, and is not at once', async () => {
  await using server = await startOtlpServer((_, __, socket) => socket.resetAndDestroy())

  expect(await outcomeFrom(server.url)).toEqual({
    kind: 'unavailable',
    reason: 'read ECONNRESET',
  })
  expect(server.requests).toHaveLength(1)
})

test('a connection that is closed without an answer may be tried again', async () => {
  await using server = await startOtlpServer((_, __, socket) => socket.end())

  expect(await outcomeFrom(server.url)).toEqual({
    kind: 'unavailable',
    reason: 'the connection was closed without an answer',
  })
})

test.each<[string, Respond]>([
  [
    'a length',
    (response, _, socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf'),
  ],
  [
    'chunks',
    (response, _, socket) =>
      socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'),
  ],
])('half an answer with %s is none', async (_, respond) => {
  await using server = await startOtlpServer(respond)

  expect(await outcomeFrom(server.url)).toEqual({
    kind: 'unavailable',
    reason: 'the answer broke off',
  })
})

test.each<[string, Respond]>([
  ['at all', () => undefined],
  ['to its end', (response) => response.writeHead(200, { 'content-length': 9 }).write('half')],
])('a backend that does not answer %s is given up in time', async (_, respond) => {
  await using server = await startOtlpServer(respond)

  expect(await outcomeFrom(server.url, { timeoutMs: 100 })).toEqual({
    kind: 'unavailable',
    reason: 'no answer within 100 ms',
  })
})

test('a backend that does not shake hands is given up in time', async () => {
  await using server = await startTcpServer(() => undefined)

  const options = { endpoint: server.url.replace('http:', 'https:'), timeoutMs: 100 }
  expect(await outcomeFrom(server.url, options)).toEqual({
    kind: 'unavailable',
    reason: 'no answer within 100 ms',
  })
})

test('a backend that answers before it has all of a request is sent no more of it', async () => {
  await using server = await startTcpServer((socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n'))
  })
  await using backend = new Backend({ endpoint: server.url })

  const outcome = await backend.send('traces', [Buffer.alloc(60 * 1024 ** 2, 0x0a)])

  expect(outcome).toMatchObject({ kind: 'refused', status: 413 })
  await expect.poll(() => server.open()).toBe(0)
})

test('a port where nobody listens is named', async () => {
  const server = await startOtlpServer()
  await server[Symbol.asyncDispose]()

  expect(await outcomeFrom(server.url)).toEqual({
    kind: 'unavailable',
    reason: expect.stringMatching(/^connect ECONNREFUSED 127\.0\.0\.1:\d+$/),
  })
})

test('a host that is not there is named', async () => {
  expect(await outcomeFrom('http://nowhere.invalid')).toMatchObject({
    kind: 'unavailable',
    reason: expect.stringContaining('nowhere.invalid'),
  })
})

test('a port that speaks HTTP/2 only is not taken for a backend', async () => {
  await using server = await startTcpServer((socket) => {
    socket.once('data', () => socket.write(Buffer.from('000000040000000000', 'hex')))
  })

  expect(await outcomeFrom(server.url)).toEqual({
    kind: 'unavailable',
    reason: 'what answers there is no HTTP/1.1; is it a port for gRPC?',
  })
})

test.each([301, 302, 303, 307, 308])('a redirect by %i is not followed', async (status) => {
  await using elsewhere = await startOtlpServer()
  const location = `${elsewhere.url.replace('//', '//u:secret@')}/v1?token=secret`
  await using server = await startOtlpServer(answering(status, { location }))

  expect(await outcomeFrom(server.url, { headers: { authorization: 'Bearer abc' } })).toEqual({
    kind: 'refused',
    status,
    reason: `HTTP status ${status}, a redirect to ${elsewhere.url}/v1, which is not followed`,
  })
  expect(elsewhere.requests).toEqual([])
})

test('a backend whose certificate is signed by a given authority is trusted', async () => {
  await using server = await startOtlpServer(undefined, serverTls())

  const outcome = await outcomeFrom(server.url, { certificateFile: certificateFile('ca') })
  expect(outcome).toEqual({ kind: 'accepted', rejected: 0 })
})

test('a backend whose certificate is signed by nobody known is sent nothing', async () => {
  await using server = await startOtlpServer(undefined, serverTls())

  expect(await outcomeFrom(server.url)).toMatchObject({
    kind: 'unavailable',
    reason: expect.stringContaining('unable to verify the first certificate'),
  })
  expect(server.requests).toEqual([])
})

test('a backend with the certificate of another host is sent nothing', async () => {
  await using server = await startOtlpServer(undefined, serverTls('elsewhere'))

  const outcome = await outcomeFrom(server.url, { certificateFile: certificateFile('ca') })
  expect(outcome).toMatchObject({
    kind: 'unavailable',
    reason: expect.stringContaining("does not match certificate's altnames"),
  })
  expect(server.requests).toEqual([])
})

test('a backend that asks for a certificate is shown that of the client', async () => {
  await using server = await startOtlpServer(undefined, mutualTls())

  const outcome = await outcomeFrom(server.url, {
    certificateFile: certificateFile('ca'),
    clientCertificateFile: certificateFile('client'),
    clientKeyFile: certificateFile('client-key'),
  })
  expect(outcome).toEqual({ kind: 'accepted', rejected: 0 })
})

test('a backend that asks for a certificate takes nothing without it', async () => {
  await using server = await startOtlpServer(undefined, mutualTls())

  const outcome = await outcomeFrom(server.url, { certificateFile: certificateFile('ca') })
  expect(outcome).toMatchObject({ kind: 'unavailable' })
  expect(server.requests).toEqual([])
})

test('https to a port without TLS is told of', async () => {
  await using server = await startOtlpServer()

  expect(await outcomeFrom(server.url.replace('http:', 'https:'))).toEqual({
    kind: 'unavailable',
    reason: 'what answers there speaks no TLS',
  })
})

test('certificates that are replaced are used from the next request on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'otlp-http-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const authority = join(folder, 'ca.pem')
  copyFileSync(certificateFile('client'), authority)
  await using server = await startOtlpServer(undefined, serverTls())
  await using backend = new Backend({ endpoint: server.url, certificateFile: authority })

  const before = await backend.send('traces', [BODY])
  copyFileSync(certificateFile('ca'), authority)
  await backend.send('traces', [BODY])
  const after = await backend.send('traces', [BODY])

  expect(before).toMatchObject({ kind: 'unavailable' })
  expect(after).toEqual({ kind: 'accepted', rejected: 0 })
})

test('nothing is sent once the sender is closed', async () => {
  await using server = await startOtlpServer()
  const backend = new Backend({ endpoint: server.url })
  await backend.close()

  expect(await backend.send('traces', [BODY])).toEqual({
    kind: 'unavailable',
    reason: 'the sender was closed',
  })
  expect(server.requests).toEqual([])
})

async function outcomeFrom(
  endpoint: string,
  options: BackendOptions = {},
  body: Uint8Array = BODY,
): Promise<Outcome> {
  await using backend = new Backend({ endpoint, ...options })
  return await backend.send('traces', [body])
}

function mutualTls() {
  return {
    ...serverTls(),
    ca: readFileSync(certificateFile('ca')),
    requestCert: true,
    rejectUnauthorized: true,
  }
}

async function startTcpServer(onConnection: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    onConnection(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    open: () => sockets.size,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
