import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { examineStreams, explain, type Trace } from '../../src/index.ts'
import { connectForTest } from './connect-for-test.ts'
import { startLeaf } from './start-leaf.ts'
import { traceTo } from './trace-to.ts'

let hub: NatsServer
let edge: NatsServer
let plain: NatsServer
let fenced: NatsServer

beforeAll(async () => {
  hub = await startNatsServer({ name: 'HUB', domain: 'hub', config: HUB_CONFIG })
  edge = await startLeaf(hub, { name: 'EDGE', login: 'app', jetstream: true, domain: 'edge' })
  plain = await startLeaf(hub, { name: 'PLAIN', login: 'app' })
  const remote = 'deny_exports: "$JS.hub.API.>"'
  fenced = await startLeaf(hub, { name: 'FENCED', login: 'app', remote })
  await using connection = await connect({ servers: hub.url })
  const manager = await jetstreamManager(connection)
  await manager.streams.add({ name: 'ORDERS', subjects: ['orders.>'] })
  await manager.consumers.add('ORDERS', { durable_name: 'billing' })
})

afterAll(async () => {
  await Promise.all([fenced, plain, edge, hub].map((server) => server.stop()))
})

test.each(['edge', 'plain'] as const)(
  'from the leaf node %s, a stream of the hub is asked in the domain of the hub',
  async (leaf) => {
    const connection = await connectForTest(leaf === 'edge' ? edge : plain, {})
    const { assembly } = await traceOrder(connection)

    expect(await examineStreams(connection, assembly)).toMatchObject([ORDERS])
  },
)

test('a stream of the leaf node is asked in its own domain, and one of the hub in its own', async () => {
  const connection = await connectForTest(edge, {})
  const manager = await jetstreamManager(connection)
  await manager.streams.add({ name: 'COPY', subjects: ['orders.copied'] })
  const { assembly } = await traceOrder(connection, 'orders.copied')
  await manager.streams.delete('COPY')
  const streams = await examineStreams(connection, assembly, { domain: 'hub' })

  expect(streams).toMatchObject([
    { stream: 'COPY', server: 'EDGE', unavailable: 'stream not found' },
    ORDERS,
  ])
})

test('a server that tells no domain is asked in the one that is named', async () => {
  const connection = await connectForTest(edge, {})
  const { assembly } = await traceOrder(connection)
  const untold = withoutDomains(assembly)

  expect(await examineStreams(connection, untold)).toMatchObject([
    { unavailable: 'stream not found', hint: expect.stringContaining('by domain or apiPrefix') },
  ])
  expect(await examineStreams(connection, untold, { domain: 'hub' })).toMatchObject([ORDERS])
})

test.each(['$JS.hub.API', '$JS.hub.API.', 'imported.API'])(
  'a prefix %s of the API leads to JetStream, whatever the servers tell',
  async (apiPrefix) => {
    const { assembly } = await traceOrder(await connectForTest(plain, {}))
    const importer = await connectForTest(hub, { user: 'importer' })
    const connection = apiPrefix.startsWith('imported') ? importer : await connectForTest(edge, {})

    expect(await examineStreams(connection, assembly, { apiPrefix })).toMatchObject([ORDERS])
  },
)

test('a domain that is not reached is named, with the options that help', async () => {
  const connection = await connectForTest(fenced, {})
  const { assembly } = await traceOrder(connection)
  const streams = await examineStreams(connection, assembly)

  expect(streams).toEqual([
    {
      stream: 'ORDERS',
      server: 'HUB',
      unavailable: 'JetStream domain hub is not reached from here',
      hint: expect.stringMatching(/^nobody answers at \$JS\.hub\.API: .*by domain or apiPrefix$/),
    },
  ])
  expect(explain(assembly, { streams }).verdict.problems).toMatchObject([
    {
      kind: 'stream-unexamined',
      severity: 'note',
      message: 'stream ORDERS could not be asked: JetStream domain hub is not reached from here',
    },
  ])
})

test.each([
  [{ domain: 'a.b' }, 'domain must be a name, got "a.b"'],
  [{ domain: '' }, 'domain must be a name, got ""'],
  [{ apiPrefix: 'a.>' }, 'apiPrefix must be the beginning of a subject, got "a.>"'],
  [{ domain: 'hub', apiPrefix: 'JS' }, 'domain and apiPrefix exclude each other'],
])('refuses to ask by %o', async (options, message) => {
  const connection = await connectForTest(plain, {})
  const { assembly } = await traceOrder(connection)

  await expect(examineStreams(connection, assembly, options)).rejects.toMatchObject({
    code: 'OPTION_INVALID',
    message,
  })
})

const ORDERS = {
  stream: 'ORDERS',
  server: 'HUB',
  messages: 0,
  consumers: [{ name: 'billing' }],
}
const HUB_CONFIG = `
leafnodes { listen: "127.0.0.1:-1" }
accounts {
  APP {
    jetstream: enabled
    users [ { user: app, password: app } ]
    exports [ { service: "$JS.API.>", response: stream } ]
  }
  IMPORTER {
    users [ { user: importer, password: importer } ]
    imports [ { service: { account: APP, subject: "$JS.API.>" }, to: "imported.API.>" } ]
  }
}
no_auth_user: app`

function traceOrder(connection: NatsConnection, subject = 'orders.new'): Promise<Trace> {
  return traceTo(2, connection, subject)
}

function withoutDomains(assembly: Trace['assembly']): Trace['assembly'] {
  const roots = assembly.roots.map((root) => ({
    ...root,
    next: root.next.map((hop) => {
      const { domain: _domain, ...server } = hop.event.server
      return { ...hop, event: { ...hop.event, server } }
    }),
  }))
  return { ...assembly, roots }
}
