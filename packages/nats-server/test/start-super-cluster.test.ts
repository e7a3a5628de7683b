import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream'
import { connect, createInbox, headers, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NatsServerError, startSuperCluster, type SuperCluster } from '../src/index.ts'

let root: string
let net: SuperCluster
const progress: string[] = []
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'super-cluster-test-'))
  net = await startSuperCluster({ dir: root, onProgress: (line) => progress.push(line) })
})
afterAll(async () => {
  await net.stop()
  await rm(root, { recursive: true })
})

test('has three clusters of three servers, and two leaf nodes', () => {
  expect([...net.servers.keys()].join(' ')).toBe(
    'C1N1 C1N2 C1N3 C2N1 C2N2 C2N3 C3N1 C3N2 C3N3 C1L2 C3L3',
  )
})

test('a message takes the way of the picture', async () => {
  await using publisher = await connect({ servers: net.server('C3L3').url })
  await using atLeaf = await connect({ servers: net.server('C1L2').url })
  await using atCluster = await connect({ servers: net.server('C2N3').url })
  await using atStream = await connect({ servers: net.server('C3N3').url })
  atLeaf.subscribe('orders.new')
  atCluster.subscribe('orders.new')
  await storeOrders(atStream)
  const path = openTrace(publisher)

  await expect
    .poll(() => path.retry('orders.new'), { timeout: 10_000 })
    .toEqual([
      ['C1L2', 'C1N3', LEAF],
      ['C1N1', 'C3N2', GATEWAY],
      ['C1N3', 'C1N1', ROUTE],
      ['C2N2', 'C3N2', GATEWAY],
      ['C2N3', 'C2N2', ROUTE],
      ['C3L3', 'publisher', CLIENT],
      ['C3N2', 'C3L3', LEAF],
      ['C3N3', 'C3N2', ROUTE],
    ])
})

test('a sampled message is traced to telemetry.hops by every kind of server', async () => {
  await using publisher = await connect({ servers: net.server('C3L3').url })
  await using observer = await connect({ servers: net.server('C2N1').url })
  const names = new Set<string>()
  observer.subscribe('telemetry.hops', {
    callback: (_, message) => void names.add(message.json<TraceEvent>().server.name),
  })
  observer.subscribe('sampled')
  const sampled = headers()
  sampled.set('traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')

  await expect
    .poll(() => {
      publisher.publish('sampled', '', { headers: sampled })
      return [...names].toSorted()
    })
    .toEqual(['C2N1', 'C2N2', 'C3L3', 'C3N2'])
})

test.each(['C1', 'C2', 'C3'])('stores a stream in three copies in cluster %s', async (cluster) => {
  await using connection = await connect({ servers: net.server(`${cluster}N1`).url })
  const manager = await jetstreamManager(connection)
  const name = `COPIES_${cluster}`
  const info = await manager.streams.add({
    name,
    subjects: [name],
    num_replicas: 3,
    max_bytes: 1024 ** 3,
    placement: { cluster, tags: [] },
  })

  expect(info.cluster?.name).toBe(cluster)
})

test('lets the system user ask all servers of the clusters', async () => {
  const { user, password: pass } = net.systemUser
  await using connection = await connect({ servers: net.server('C2N2').url, user, pass })
  const inbox = createInbox()
  const replies = connection.subscribe(inbox)
  connection.publish('$SYS.REQ.SERVER.PING', '', { reply: inbox })

  await expect.poll(() => replies.getReceived()).toBe(9)
})

test('tells how far it is', () => {
  expect(progress.slice(8)).toEqual([
    '9 of 11 servers up',
    '10 of 11 servers up',
    '11 of 11 servers up',
    'joining the clusters',
  ])
})

test('has a port that was asked for, and leaves nothing when it is stopped', async () => {
  const dir = await mkdtemp(join(root, 'fixed-'))
  const { port } = net.server('C3L3')
  const taken = await startSuperCluster({ dir, ports: { C3L3: port } }).catch(
    (error: unknown) => error,
  )

  expect(taken).toBeInstanceOf(NatsServerError)
  expect(taken).toMatchObject({
    code: 'PORT_TAKEN',
    message: `C3L3 cannot have port ${port}: it is taken`,
  })
  expect(await readdir(dir)).toEqual([])
})

// What kinds of connection a trace event's ingress has.
const CLIENT = 0
const ROUTE = 1
const GATEWAY = 2
const LEAF = 4

interface TraceEvent {
  readonly server: { readonly name: string }
  readonly events: readonly { readonly name?: string; readonly kind: number }[]
}

type HopRow = readonly [server: string, from: string, kind: number]

/**
 * Traces a message that is not delivered, again and again: each time gives the hops known by then.
 *
 * The inbox stays the same, since it takes a while until servers far away know of it.
 */
function openTrace(connection: NatsConnection): { retry(subject: string): readonly HopRow[] } {
  const rows = new Map<string, HopRow>()
  const inbox = createInbox()
  connection.subscribe(inbox, {
    callback: (_, message) => {
      const row = toRow(message.json<TraceEvent>())
      rows.set(row.join(), row)
    },
  })
  const traced = headers()
  traced.set('Nats-Trace-Dest', inbox)
  traced.set('Nats-Trace-Only', 'true')

  return {
    retry(subject) {
      connection.publish(subject, '', { headers: traced })
      return [...rows.values()].toSorted(([a], [b]) => a.localeCompare(b))
    },
  }
}

function toRow({ server, events: [ingress] }: TraceEvent): HopRow {
  const kind = ingress?.kind ?? -1
  return [server.name, kind === CLIENT ? 'publisher' : (ingress?.name ?? ''), kind]
}

/** Makes the stream ORDERS in cluster C3, led by C3N3. */
async function storeOrders(connection: NatsConnection): Promise<void> {
  const manager = await jetstreamManager(connection)
  await manager.streams.add({
    name: 'ORDERS',
    subjects: ['orders.>'],
    num_replicas: 3,
    placement: { cluster: 'C3', tags: [] },
  })
  await expect
    .poll(() => leaderAfterStepdown(connection, manager), { timeout: 10_000 })
    .toBe('C3N3')
}

async function leaderAfterStepdown(
  connection: NatsConnection,
  manager: JetStreamManager,
): Promise<string | undefined> {
  const { cluster } = await manager.streams.info('ORDERS')
  if (cluster?.leader === 'C3N3') return 'C3N3'

  const preferred = JSON.stringify({ placement: { preferred: 'C3N3' } })
  await connection.request('$JS.API.STREAM.LEADER.STEPDOWN.ORDERS', preferred)
  return cluster?.leader
}
