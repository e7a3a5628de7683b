import { startSuperCluster, type SuperCluster } from '@hopscope/nats-server'
import type { ResourceSpans } from '@hopscope/observe/otlp'
import { ensureTelemetryStream, readSpans } from '@hopscope/telemetry'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { runInFake } from './run-in-fake.ts'
import { spansIn, startBackend } from './start-backend.ts'
import { temporaryFolder } from './temporary-folder.ts'

// A leaf node of C3 publishes; a leaf node of C1 and a server of C2 deliver, and C3 stores.
const LINKS = [
  ['C3L3', 'C3N2'],
  ['C3N2', 'C1N1'],
  ['C1N1', 'C1N3'],
  ['C1N3', 'C1L2'],
  ['C3N2', 'C2N2'],
  ['C2N2', 'C2N3'],
]
const SERVERS = [...new Set(LINKS.flat())]

let net: SuperCluster
const connections: NatsConnection[] = []

beforeAll(async () => {
  net = await startSuperCluster()
  const manager = await jetstreamManager(await client('C3N1', 'admin'))
  const placement = { cluster: 'C3', tags: [] }
  await manager.streams.add({ name: 'ORDERS', subjects: ['orders.*'], placement })
  await ensureTelemetryStream(await client('C3N1', 'collector'))
  await Promise.all([subscribe('C1L2', 'shop-edge'), subscribe('C2N3', 'warehouse')])
  const known = ['--expect', 'subscribers=2', '--expect', 'stream=ORDERS']
  const isKnown = async () => expect(await trace(...known)).toMatchObject({ exitCode: 0 })
  await vi.waitFor(isKnown, { timeout: 15_000 })
})

afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.close()))
  await net.stop()
})

test('a dry run shows every server below the one it got the message from', async () => {
  const { stdout } = await trace('--json')
  const { complete, servers, verdict } = JSON.parse(stdout)
  const links = (servers as readonly { readonly name: string; readonly from: number | null }[])
    .filter(({ from }) => from !== null)
    .map(({ name, from }) => [servers[from ?? 0].name, name])

  expect({ complete, verdict }).toMatchObject({
    complete: true,
    verdict: { received: true, subscribers: 2, streams: ['ORDERS'], silent: [] },
  })
  expect(links).toEqual(expect.arrayContaining(LINKS))
})

test('every link says how long it took, and that its clocks are those of one machine', async () => {
  const { stdout } = await trace('--json')
  const { servers } = JSON.parse(stdout)
  const [first, ...others] = servers.map(({ link }: { readonly link?: object }) => link)

  expect(first).toBeUndefined()
  expect(others).toHaveLength(servers.length - 1)
  expect(new Set(others.map(({ clock }: { readonly clock: string }) => clock))).toEqual(
    new Set(['trusted']),
  )
})

test('--deliver delivers to every subscriber once, and stores once', async () => {
  const [shopEdge, warehouse] = await Promise.all([
    subscribe('C1L2', 'second', 'orders.real'),
    subscribe('C2N3', 'third', 'orders.real'),
  ])
  const all = ['orders.real', 'hello', '--expect', 'subscribers=4']
  await expect.poll(() => traceFrom('C3L3', all)).toMatchObject({ exitCode: 0 })
  const { exitCode } = await traceFrom('C3L3', [...all, '--deliver', '--expect', 'stream=ORDERS'])
  const manager = await jetstreamManager(await client('C3N1', 'reader'))
  const { state } = await manager.streams.info('ORDERS', { subjects_filter: 'orders.real' })

  expect(exitCode).toBe(0)
  expect([shopEdge.getReceived(), warehouse.getReceived()]).toEqual([1, 1])
  expect(state.subjects).toEqual({ 'orders.real': 1 })
})

test('what is expected of servers, streams and times is met', async () => {
  const expected = ['complete', 'stream=ORDERS', 'subscribers>=2', 'max-latency=10s']
  const flags = expected.flatMap((what) => ['--expect', what])

  expect(await trace(...flags)).toMatchObject({ exitCode: 0, stderr: '' })
  expect(await trace('--expect', 'servers=C3L3,C3N2')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/^error: expected servers .*others: .*C1L2/),
  })
})

test.each(['text', 'json', 'ndjson', 'mermaid', 'dot'])(
  'a trace that was saved is printed as %s again as it was',
  async (format) => {
    await using folder = await temporaryFolder()
    const file = folder.file('trace.json')
    const live = await trace('--format', format, '--save', file)

    expect(live.stdout).toContain('C1L2')
    expect(await runInFake(['trace', '--replay', file, '--format', format])).toEqual(live)
  },
)

test('--count tells who of a queue group across clusters gets the messages', async () => {
  await Promise.all([subscribeWorker('C1N2'), subscribeWorker('C2N1')])
  const args = ['jobs.new', '--count', '20', '--json']
  await expect.poll(() => traceFrom('C3L3', args)).toMatchObject({ exitCode: 0 })
  const { subscribers, links, ...counts } = JSON.parse((await traceFrom('C3L3', args)).stdout)
  const messages = subscribers.map((member: { readonly messages: number }) => member.messages)

  expect(counts).toMatchObject({ runs: 20, complete: 20, received: 20 })
  expect(new Set(subscribers.map(({ queue }: { readonly queue: string }) => queue))).toEqual(
    new Set(['workers']),
  )
  expect(messages.reduce((sum: number, each: number) => sum + each)).toBe(20)
  expect(links).toContainEqual({
    from: 'C3L3',
    to: 'C3N2',
    messages: 20,
    clock: 'trusted',
    p50Ms: expect.any(Number),
    p95Ms: expect.any(Number),
  })
})

test('--publish stores the hops where readers of TELEMETRY find them', async () => {
  const { stdout, stderr } = await trace('--json', '--publish')
  const { traceId, servers } = JSON.parse(stdout)
  const connection = await client('C2N1', 'reader')
  const stored: ResourceSpans[] = []
  for await (const { resourceSpans } of readSpans(connection)) stored.push(...resourceSpans)
  const spans = stored.flatMap(({ scopeSpans }) => scopeSpans.flatMap((of) => of.spans))
  const names = spans.filter((span) => span.traceId === traceId).map(({ name }) => name)

  expect(stderr).toBe(`published ${servers.length} events to TELEMETRY\n`)
  expect(names).toEqual(expect.arrayContaining(SERVERS.map((name) => `hop ${name}`)))
})

test('--otlp sends each hop below the one before', async () => {
  await using backend = await startBackend()
  const { exitCode } = await trace('--otlp', backend.url)
  const spans = backend.received.flatMap(({ body }) => spansIn(body))
  const parentOf = (name: string) => {
    const { parentSpanId } = spans.find((span) => span.name === name) ?? {}
    return spans.find(({ spanId }) => spanId === parentSpanId)?.name
  }

  expect(exitCode).toBe(0)
  expect(parentOf('hop C3L3')).toBe('publish orders.new')
  expect(LINKS.map(([, to]) => parentOf(`hop ${to}`))).toEqual(LINKS.map(([from]) => `hop ${from}`))
})

function trace(...args: readonly string[]) {
  return traceFrom('C3L3', ['orders.new', ...args])
}

function traceFrom(server: string, args: readonly string[]) {
  return runInFake(['trace', ...args, '-s', net.server(server).url])
}

async function client(server: string, name: string): Promise<NatsConnection> {
  const connection = await connect({ servers: net.server(server).url, name })
  connections.push(connection)
  return connection
}

async function subscribe(server: string, name: string, subject = 'orders.>') {
  const connection = await client(server, name)
  const subscription = connection.subscribe(subject)
  await connection.flush()
  return subscription
}

async function subscribeWorker(server: string): Promise<void> {
  const connection = await client(server, `worker-${server}`)
  connection.subscribe('jobs.*', { queue: 'workers' })
  await connection.flush()
}
