import { createServer, type AddressInfo, type Socket } from 'node:net'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nkeys } from '@nats-io/transport-node'
import { startNatsServer } from '@hopscope/nats-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { operatorMode } from './operator-mode.ts'
import { runInFake, type Outcome } from './run-in-fake.ts'

const TLS = join(import.meta.dirname, 'fixtures/tls')
const CA = join(TLS, 'ca.pem')
const CERT = join(TLS, 'server.pem')
const KEY = join(TLS, 'server-key.pem')
const SERVER_TLS = `cert_file: "${CERT}", key_file: "${KEY}", ca_file: "${CA}"`

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hopscope-connect-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('a user and password, in flags, variables or the URL, are let in', async () => {
  await using server = await startNatsServer({ config: 'authorization { user: u, password: p }' })
  const url = server.url.replace('//', '//u:p@')
  const env = { NATS_URL: server.url, NATS_USER: 'u', NATS_PASSWORD: 'p' }

  expect(await trace('-s', server.url, '--user', 'u', '--password', 'p')).toMatchObject(REACHED)
  expect(await trace('-s', url)).toMatchObject(REACHED)
  expect(await runInFake(['trace', 'a'], { env })).toMatchObject(REACHED)
})

test('a token is let in, also as a user without a password', async () => {
  await using server = await startNatsServer({ config: 'authorization { token: t0ken }' })

  expect(await trace('-s', server.url, '--token', 't0ken')).toMatchObject(REACHED)
  expect(await trace('-s', server.url, '--user', 't0ken')).toMatchObject(REACHED)
})

test('an nkey is let in', async () => {
  const user = nkeys.createUser()
  const nkey = join(folder, 'user.nk')
  await writeFile(nkey, user.getSeed())
  await using server = await startNatsServer({
    config: `authorization { users: [ { nkey: ${user.getPublicKey()} } ] }`,
  })

  expect(await trace('-s', server.url, '--nkey', nkey)).toMatchObject(REACHED)
})

test('credentials are let in', async () => {
  const { creds, config } = operatorMode()
  const file = join(folder, 'user.creds')
  await writeFile(file, creds)
  await using server = await startNatsServer({ jetstream: false, config })

  expect(await trace('-s', server.url, '--creds', file)).toMatchObject(REACHED)
  expect(await trace('-s', server.url, '--creds', `data:;base64,${btoa(creds)}`)).toMatchObject(
    REACHED,
  )
})

test('a context leads to the server', async () => {
  await using server = await startNatsServer({ config: 'authorization { user: u, password: p }' })
  const context = join(folder, 'prod.json')
  await writeFile(context, JSON.stringify({ url: server.url, user: 'u', password: 'env://PW' }))

  expect(await runInFake(['trace', 'a', '--context', context], { env: { PW: 'p' } })).toMatchObject(
    REACHED,
  )
})

test('a refused login is told without what was tried', async () => {
  await using server = await startNatsServer({ config: 'authorization { user: u, password: p }' })

  expect(await trace('-s', server.url, '--user', 'u', '--password', 's3cret')).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `error: ${server.url} refused the login
hint: check the user and password, token, credentials or nkey, or choose another context with --context
`,
  })
  const inUrl = await trace('-s', server.url.replace('//', '//u:s3cret@'))

  expect(inUrl.stderr).toContain(`${server.url} refused the login`)
  expect(inUrl.stderr).not.toContain('s3cret')
})

test('a refused login of a context names the context', async () => {
  await using server = await startNatsServer({ config: 'authorization { user: u, password: p }' })
  const context = join(folder, 'stale.json')
  await writeFile(context, JSON.stringify({ url: server.url, token: 's3cret' }))

  const { stderr } = await trace('--context', context)

  expect(stderr).toContain('refused the login of context "stale"')
  expect(stderr).not.toContain('s3cret')
})

test('a server that asks for a login says so to whoever gives none', async () => {
  await using server = await startNatsServer({ config: 'authorization { user: u, password: p }' })

  expect(await trace('-s', server.url)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining(`${server.url} asks for a login, and none was given`),
  })
})

test('a server that is not there is named', async () => {
  expect(await trace('-s', '127.0.0.1:1')).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `error: nothing listens at nats://127.0.0.1:1
hint: start a server, or name another with --server or --context
`,
  })
})

test('a host that is not known is named', async () => {
  expect(await trace('-s', 'nowhere.invalid')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('error: the host of nats://nowhere.invalid:4222 is not known'),
  })
})

test('the next server is taken when the first is not there', async () => {
  await using server = await startNatsServer()

  expect(await trace('-s', `127.0.0.1:1,${server.url}`)).toMatchObject(REACHED)
})

test('a URL that is malformed is wrong usage', async () => {
  expect(await trace('--server', '::::')).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: `error: "::::" is no URL of a server
hint: write it as in nats://127.0.0.1:4222, and % in a password as %25
`,
  })
})

test('a timeout that is none is wrong usage', async () => {
  expect(await trace('--timeout', '5')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('the timeout must be 1ms to 24 days, got "5"'),
  })
})

test('a server that is silent is waited for as long as --timeout says', async () => {
  await using server = await listen(() => {})

  expect(await trace('-s', server.url, '--timeout', '50ms')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining(`error: ${server.url} did not answer within 50 ms`),
  })
})

test('a server that hangs after the greeting does not hang the command', async () => {
  await using server = await listen((socket) => {
    socket.write(`INFO ${JSON.stringify({ ...INFO, version: '2.15.0' })}\r\n`)
    socket.once('data', () => socket.write('PONG\r\n'))
  })

  expect(await trace('-s', server.url, '--timeout', '50ms')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('--timeout'),
  })
})

test.each([
  ['closes', (socket: Socket) => void socket.destroy()],
  ['speaks another protocol', (socket: Socket) => void socket.write('SSH-2.0-none\r\n')],
])('a server that %s is no NATS server', async (_, serve) => {
  await using server = await listen(serve)

  expect(await trace('-s', server.url)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining(`error: cannot connect to ${server.url}: `),
  })
})

test('whoever interrupts need not wait for the server', async () => {
  const interrupt = new AbortController()
  await using server = await listen(() => interrupt.abort())

  expect(
    await runInFake(['trace', 'a', '-s', server.url], { signal: interrupt.signal }),
  ).toMatchObject({ exitCode: 130 })
})

// Servers as old as these are not to be had where tests run.
test('a server before 2.11 is refused', async () => {
  await using server = await listen((socket) => greet(socket, '2.10.7'))

  expect(await trace('-s', server.url)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `error: server old is 2.10.7, tracing needs 2.11
hint: upgrade old, or name a newer server with --server or --context
`,
  })
})

test('a server before 2.14 is warned of', async () => {
  await using server = await listen((socket) => greet(socket, '2.12.3'))

  expect(await trace('-s', server.url, '--timeout', '50ms')).toMatchObject({
    stderr: expect.stringMatching(/^warning: server old is 2.12.3; .*rename traceparent/),
  })
})

test('a certificate is trusted by --tlsca, and only by it', async () => {
  await using server = await startNatsServer({ config: `tls { ${SERVER_TLS} }` })

  expect(await trace('-s', server.url, '--tlsca', CA)).toMatchObject(REACHED)
  expect(await trace('-s', server.url)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/not signed by an authority that is trusted here\n.*--tlsca/),
  })
})

test('a server that asks for a certificate is given one by --tlscert and --tlskey', async () => {
  await using server = await startNatsServer({ config: `tls { ${SERVER_TLS}, verify: true }` })
  const args = ['-s', server.url, '--tlsca', CA]

  expect(await trace(...args, '--tlscert', CERT, '--tlskey', KEY)).toMatchObject(REACHED)
  expect(await trace(...args)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('asks for a certificate of the client'),
  })
})

test('--tlsfirst is for servers that begin with TLS', async () => {
  await using first = await startNatsServer({
    config: `tls { ${SERVER_TLS}, handshake_first: true }`,
  })
  await using plain = await startNatsServer()

  expect(await trace('-s', first.url, '--tlsca', CA, '--tlsfirst')).toMatchObject(REACHED)
  expect(await trace('-s', plain.url, '--tlsfirst')).toMatchObject({
    stderr: expect.stringContaining('does not begin with TLS'),
  })
  expect(await trace('-s', plain.url, '--tlsca', CA)).toMatchObject({
    stderr: expect.stringContaining('does not speak TLS'),
  })
})

/** Nobody subscribes, but the server has traced. */
const REACHED = { exitCode: 1, stderr: '', stdout: expect.stringContaining('nobody would get') }

const INFO = { server_id: 'OLD', server_name: 'old', max_payload: 1024, headers: true, proto: 1 }

function trace(...args: readonly string[]): Promise<Outcome> {
  return runInFake(['trace', 'a', ...args])
}

function greet(socket: Socket, version: string): void {
  socket.write(`INFO ${JSON.stringify({ ...INFO, version })}\r\n`)
  socket.on('data', (data) => {
    if (data.includes('PING')) socket.write('PONG\r\n')
  })
}

interface Listener extends AsyncDisposable {
  readonly url: string
}

async function listen(serve: (socket: Socket) => void): Promise<Listener> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}))
    serve(socket)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `nats://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await once(server.close(), 'close')
    },
  }
}
