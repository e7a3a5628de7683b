import { ensureTelemetryStream } from '@hopscope/telemetry'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startHubAndLeaf, type HubAndLeaf } from './hub-and-leaf.ts'
import { runInFake } from './run-in-fake.ts'
import { temporaryFolder } from './temporary-folder.ts'

let net: HubAndLeaf
let atHub: NatsConnection
let atLeaf: NatsConnection

beforeAll(async () => {
  net = await startHubAndLeaf()
  atHub = await connect({ servers: net.hub.url })
  atLeaf = await connect({ servers: net.leaf.url })
  const manager = await jetstreamManager(atHub)
  await manager.streams.add({ name: 'ORDERS', subjects: ['orders.>'] })
  await manager.consumers.add('ORDERS', { durable_name: 'billing' })
  await ensureTelemetryStream(atHub)
  await vi.waitUntil(async () => (await traceOrder([])).includes('stream ORDERS'), 10_000)
})

afterAll(async () => {
  await Promise.all([atHub, atLeaf].map((connection) => connection.close()))
  await net[Symbol.asyncDispose]()
})

test('consumers of a stream at the hub are known on a leaf node, by the domain in the trace', async () => {
  expect(await traceOrder([])).toMatch(/consumer billing +0 pending/)
})

test('--js-api-prefix says where to ask, and where nobody answers that is told', async () => {
  expect(await traceOrder(['--js-api-prefix', '$JS.hub.API'])).toMatch(/consumer billing/)
  expect(await traceOrder(['--js-api-prefix', 'elsewhere.API'])).toContain(
    'hint: nobody answers at elsewhere.API: say where JetStream is reached, by --js-domain or --js-api-prefix',
  )
})

test('a context says where to ask', async () => {
  await using folder = await temporaryFolder()
  const file = folder.file('hub.json')
  await writeFile(file, JSON.stringify({ jetstream_api_prefix: 'elsewhere.API' }))

  expect(await traceOrder(['--context', file])).toContain('nobody answers at elsewhere.API')
  expect(await traceOrder(['--context', file, '--js-domain', 'hub'])).toMatch(/consumer billing/)
})

test('--publish tells of the domain in which the events are stored', async () => {
  const args = ['trace', 'orders.new', '--publish', '--js-domain', 'hub', '-s', net.leaf.url]

  await expect
    .poll(async () => (await runInFake(args)).stderr)
    .toBe('published 2 events to TELEMETRY in JetStream domain hub\n')
})

test('--publish warns of events that are stored in another domain than was meant', async () => {
  await ensureTelemetryStream(atLeaf)
  const args = ['trace', 'orders.new', '--publish', '--js-domain', 'elsewhere', '-s', net.leaf.url]
  const { exitCode, stderr } = await runInFake(args)

  expect(exitCode).toBe(0)
  expect(stderr).toMatch(
    /\nwarning: stream TELEMETRY of domain (edge|hub) answered, not one of domain elsewhere\nhint: /,
  )
})

async function traceOrder(args: readonly string[]): Promise<string> {
  const { stdout } = await runInFake(['trace', 'orders.new', '-s', net.leaf.url, ...args])
  return stdout
}
