import { startCluster, type Cluster } from '@hopscope/nats-server'
import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { hopsOf, render, trace } from '../../src/index.ts'
import { connectForTest, listen } from './connect-for-test.ts'
import { traceTo } from './trace-to.ts'
import { wayOf } from './way-of.ts'

let cluster: Cluster
let publisher: NatsConnection

beforeAll(async () => {
  cluster = await startCluster({ size: 3 })
})

beforeEach(async () => {
  publisher = await connectTo('C1N1', 'shop')
})

afterAll(() => cluster.stop())

test('a server without interest is not on the way', async () => {
  await listen(await connectTo('C1N3', 'billing'), 'one.far')
  const { assembly, complete } = await traceTo(2, publisher, 'one.far')

  expect(complete).toBe(true)
  expect(wayOf(assembly)).toMatchInlineSnapshot(`
    "C1N1 ← client shop
      C1N3 ← route C1N1
        client billing"
  `)
  expect(render(assembly)).toContain('cluster C1')
})

test('every server of a cluster reports', async () => {
  await listen(await connectTo('C1N2', 'billing'), 'two.far')
  await listen(await connectTo('C1N3', 'stock'), 'two.far')
  const { assembly, complete } = await traceTo(3, publisher, 'two.far')
  const [root] = assembly.roots

  expect(complete).toBe(true)
  expect(root?.next.map(({ event }) => event.server.name).toSorted()).toEqual(['C1N2', 'C1N3'])
})

test('a delivery after the dry run comes back from every server', async () => {
  await listen(await connectTo('C1N2', 'billing'), 'real.far')
  const received = await listen(await connectTo('C1N3', 'stock'), 'real.far')
  await traceTo(3, publisher, 'real.far')
  const { assembly, dryRun, complete } = await trace(publisher, 'real.far', { deliver: true })

  expect({ dryRun, complete }).toEqual({ dryRun: false, complete: true })
  expect([...hopsOf(assembly)]).toHaveLength(3)
  await expect.poll(() => received.length).toBe(1)
})

test('a queue group spreads over the servers of a cluster', async () => {
  await listen(await connectTo('C1N1', 'near'), 'jobs', 'workers')
  await listen(await connectTo('C1N3', 'far'), 'jobs', 'workers')
  const ways = new Set<string>()
  const bothServers = async () => {
    ways.add(wayOf((await trace(publisher, 'jobs')).assembly))
    return [...ways].toSorted()
  }

  await expect
    .poll(bothServers, { timeout: 10_000 })
    .toEqual([
      'C1N1 ← client shop\n  C1N3 ← route C1N1\n    client far queue workers',
      'C1N1 ← client shop\n  client near queue workers',
    ])
})

test('a stream of three copies is told of by its leader alone', async () => {
  const manager = await jetstreamManager(publisher)
  await manager.streams.add({ name: 'ORDERS', subjects: ['orders.>'], num_replicas: 3 })
  const { assembly, complete } = await trace(publisher, 'orders.new', { deliver: true })
  const { cluster: raft } = await manager.streams.info('ORDERS')
  const leaders = [...hopsOf(assembly)].flatMap(({ event }) =>
    event.items.flatMap((item) => (item.type === 'storage' ? [event.server.name] : [])),
  )

  expect(complete).toBe(true)
  expect(leaders).toEqual([raft?.leader])
})

function connectTo(server: string, name: string): Promise<NatsConnection> {
  return connectForTest(cluster.server(server), { name })
}
