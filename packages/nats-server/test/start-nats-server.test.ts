import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, headers } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NatsServerError, type StartOptions, startNatsServer } from '../src/index.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'start-test-'))
})
afterAll(() => rm(root, { recursive: true }))

test('starts a server that stores streams', async () => {
  await using server = await startNatsServer({ name: 'store' })
  await using connection = await connect({ servers: server.url })
  await (await jetstreamManager(connection)).streams.add({ name: 'S', subjects: ['s'] })
  const ack = await jetstream(connection).publish('s')

  expect(ack).toMatchObject({ stream: 'S', seq: 1 })
  expect(connection.info?.server_name).toBe('store')
})

test('says where the server is and what it is', async () => {
  await using server = await startNatsServer()
  const varz: unknown = await (await fetch(`${server.monitorUrl}/varz`)).json()

  expect(varz).toMatchObject({
    server_name: server.name,
    version: server.version,
    port: server.port,
  })
  expect(server.url).toBe(`nats://127.0.0.1:${server.port}`)
  expect(server.log()).toContain('Server is ready')
  expect(await readFile(join(server.dir, 'nats-server.pid'), 'utf8')).toBe(String(server.pid))
})

test('stores streams in the JetStream domain that is named, below its own folder', async () => {
  await using server = await startNatsServer({ domain: 'hub' })
  await using connection = await connect({ servers: server.url })
  await (await jetstreamManager(connection)).streams.add({ name: 'S', subjects: ['s'] })

  expect(await jetstream(connection).publish('s')).toMatchObject({ stream: 'S', domain: 'hub' })
  expect(existsSync(join(server.dir, 'jetstream'))).toBe(true)
})

test('starts a server without JetStream when asked to', async () => {
  await using server = await startNatsServer({ jetstream: false })
  const jsz: unknown = await (await fetch(`${server.monitorUrl}/jsz`)).json()

  expect(jsz).toMatchObject({ disabled: true })
})

test('takes in more configuration, such as tracing of an account', async () => {
  const config = `
    accounts { APP { users: [ { user: app, password: secret } ], msg_trace: { dest: "hops" } } }
    no_auth_user: app
  `
  await using server = await startNatsServer({ config })
  await using connection = await connect({ servers: server.url })
  const hops = connection.subscribe('hops')
  await connection.flush()
  await publishSampled(server.url)

  await expect.poll(() => hops.getReceived()).toBe(1)
})

test('keeps streams in a folder of the caller’s', async () => {
  const storeDir = await mkdtemp(join(root, 'store-'))
  const first = await startNatsServer({ storeDir })
  const writer = await connect({ servers: first.url })
  await (await jetstreamManager(writer)).streams.add({ name: 'KEPT', subjects: ['kept'] })
  await writer.close()
  await first.stop()
  await using second = await startNatsServer({ storeDir })
  await using reader = await connect({ servers: second.url })

  expect(await (await jetstreamManager(reader)).streams.names().next()).toEqual(['KEPT'])
})

test('leaves nothing when it is stopped, and may be stopped twice', async () => {
  const dir = await mkdtemp(join(root, 'stop-'))
  const server = await startNatsServer({ dir })
  await server.stop()
  await server.stop({ graceMs: 0 })

  expect(await readdir(dir)).toEqual([])
  await expect(fetch(`${server.monitorUrl}/varz`)).rejects.toThrow('fetch failed')
})

test('says which port is taken, and leaves nothing', async () => {
  const dir = await mkdtemp(join(root, 'port-'))
  await using first = await startNatsServer()
  const error = await failure({ dir, name: 'second', port: first.port })

  expect(error.code).toBe('PORT_TAKEN')
  expect(error.message).toBe(`second cannot have port ${first.port}: it is taken`)
  expect(error.hint).toBe(`stop what listens on port ${first.port}, or give another port`)
  expect(await readdir(dir)).toEqual([])
})

test('says in one line what the server found wrong with the configuration, and leaves nothing', async () => {
  const dir = await mkdtemp(join(root, 'config-'))
  const error = await failure({ dir, config: 'max_payload: 1MB\nhttp: nonsense' })

  expect(error.code).toBe('SERVER_START_FAILED')
  expect(error.message).toMatch(/^n1 did not start: extra\.conf:2:1: /)
  expect(error.message).not.toContain('\n')
  expect(await readdir(dir)).toEqual([])
})

test.each([0, 65_536, 1.5])('refuses %s for a port', async (port) => {
  expect(await failure({ port })).toMatchObject({ code: 'OPTION_INVALID' })
})

test.each(['', '..', 'a/b', 'two words'])('refuses %j for a name', async (name) => {
  expect(await failure({ name })).toMatchObject({ code: 'OPTION_INVALID' })
})

test.each(['', 'a.b', 'two words'])('refuses %j for a JetStream domain', async (domain) => {
  expect(await failure({ domain })).toMatchObject({
    code: 'OPTION_INVALID',
    message: expect.stringMatching(/^domain must be/),
  })
})

test('says which folder cannot be written to', async () => {
  const error = await failure({ dir: '/dev/null/run' })

  expect(error.code).toBe('OPTION_INVALID')
  expect(error.message).toContain('/dev/null/run')
})

test('leaves nothing when it is told to give up', async () => {
  const dir = await mkdtemp(join(root, 'abort-'))
  const signal = AbortSignal.timeout(1)
  const start = startNatsServer({ dir, signal })

  await expect(start).rejects.toMatchObject({ name: 'TimeoutError' })
  expect(existsSync(dir)).toBe(true)
  expect(await readdir(dir)).toEqual([])
})

async function failure(options: StartOptions): Promise<NatsServerError> {
  const error: unknown = await startNatsServer(options).catch((thrown: unknown) => thrown)
  if (error instanceof NatsServerError) return error
  throw new Error('a NatsServerError was expected', { cause: error })
}

async function publishSampled(url: string): Promise<void> {
  await using connection = await connect({ servers: url })
  const sampled = headers()
  sampled.set('traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')
  connection.publish('orders.new', '', { headers: sampled })
  await connection.flush()
}
