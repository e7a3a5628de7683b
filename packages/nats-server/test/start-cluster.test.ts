import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type ClusterOptions,
  NatsServerError,
  startCluster,
  startNatsServer,
} from '../src/index.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'cluster-test-'))
})
afterAll(() => rm(root, { recursive: true }))

test('starts servers that store a stream in three copies', async () => {
  await using cluster = await startCluster({ name: 'EAST' })
  await using connection = await connect({ servers: cluster.server('EASTN2').url })
  const manager = await jetstreamManager(connection)
  await manager.streams.add({ name: 'S', subjects: ['s'], num_replicas: 3 })

  expect([...cluster.servers.keys()]).toEqual(['EASTN1', 'EASTN2', 'EASTN3'])
  await expect
    .poll(async () => (await manager.streams.info('S')).cluster)
    .toMatchObject({
      name: 'EAST',
      leader: expect.stringMatching(/^EASTN[123]$/),
      replicas: [{ current: true }, { current: true }],
    })
})

test('carries messages from each server to each other', async () => {
  await using cluster = await startCluster({ size: 2, jetstream: false })
  const [one = '', other = ''] = cluster.urls
  await using sender = await connect({ servers: one })
  await using receiver = await connect({ servers: other })
  receiver.subscribe('ping', { callback: (_, message) => void message.respond('pong') })
  await receiver.flush()

  await expect
    .poll(async () => (await sender.request('ping').catch(() => undefined))?.string())
    .toBe('pong')
})

test('tells how far it is', async () => {
  const lines: string[] = []
  const onProgress = (line: string) => lines.push(line)
  await using _ = await startCluster({ size: 2, jetstream: false, onProgress })

  expect(lines).toEqual(['1 of 2 servers up', '2 of 2 servers up', 'joining the servers'])
})

test('leaves nothing when it is stopped', async () => {
  const dir = await mkdtemp(join(root, 'stop-'))
  const cluster = await startCluster({ dir, size: 2 })
  await cluster.stop()

  expect(await readdir(dir)).toEqual([])
  await expect(fetch(`${cluster.server('C1N1').monitorUrl}/varz`)).rejects.toThrow('fetch failed')
})

test('goes on without a server that is stopped', async () => {
  await using cluster = await startCluster({ size: 2, jetstream: false })
  await cluster.server('C1N1').stop()
  const response = await fetch(`${cluster.server('C1N2').monitorUrl}/healthz`)

  expect(response.ok).toBe(true)
})

test('says which fixed port is taken, and leaves nothing', async () => {
  const dir = await mkdtemp(join(root, 'port-'))
  await using taken = await startNatsServer()
  const error = await failure({ dir, ports: { C1N2: taken.port } })

  expect(error.code).toBe('PORT_TAKEN')
  expect(error.message).toBe(`C1N2 cannot have port ${taken.port}: it is taken`)
  expect(await readdir(dir)).toEqual([])
})

test('says what was missing to the end, and leaves nothing', async () => {
  const dir = await mkdtemp(join(root, 'time-'))
  const config = 'cluster { listen: "127.0.0.1:-1" }'
  const error = await failure({ dir, size: 2, jetstream: false, config, timeoutMs: 1000 })

  expect(error.code).toBe('TOPOLOGY_NOT_READY')
  expect(error.message).toContain('C1N1 has no route to C1N2')
  expect(await readdir(dir)).toEqual([])
})

test.each([
  ['a size of 1', { size: 1 }],
  ['a name that is no name', { name: '../C1' }],
  ['a port for a server that is not', { ports: { C1N4: 4222 } }],
  ['a port that is none', { ports: { C1N1: 70_000 } }],
])('refuses %s', async (_, options) => {
  expect(await failure(options)).toMatchObject({ code: 'OPTION_INVALID' })
})

test('knows no server of another name', async () => {
  await using cluster = await startCluster({ size: 2, jetstream: false })

  expect(() => cluster.server('C9N9')).toThrow('there is no server C9N9')
})

async function failure(options: ClusterOptions): Promise<NatsServerError> {
  const error: unknown = await startCluster(options).catch((thrown: unknown) => thrown)
  if (error instanceof NatsServerError) return error
  throw new Error('a NatsServerError was expected', { cause: error })
}
