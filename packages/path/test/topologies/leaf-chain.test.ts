import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import type { NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { render, trace } from '../../src/index.ts'
import { connectForTest, listen } from './connect-for-test.ts'
import { startLeaf } from './start-leaf.ts'
import { traceTo } from './trace-to.ts'
import { wayOf } from './way-of.ts'

let hub: NatsServer
let leaf: NatsServer
let tip: NatsServer
let fenced: NatsServer

beforeAll(async () => {
  hub = await startNatsServer({ name: 'HUB', jetstream: false, config: HUB_CONFIG })
  leaf = await startLeaf(hub, { name: 'LEAF', login: 'app' })
  tip = await startLeaf(leaf, { name: 'TIP' })
  fenced = await startLeaf(hub, { name: 'FENCED', login: 'fenced' })
})

afterAll(() => Promise.all([tip, fenced, leaf, hub].map((server) => server.stop())))

test('a message goes up a chain of leaf nodes', async () => {
  await listen(await connectTo(hub, 'billing'), 'up.*')
  const { assembly, complete } = await traceTo(3, await connectTo(tip, 'till'), 'up.1')

  expect(complete).toBe(true)
  expect(wayOf(assembly)).toMatchInlineSnapshot(`
    "TIP ← client till
      LEAF ← leaf node TIP
        HUB ← leaf node LEAF
          client billing"
  `)
  expect(render(assembly)).toContain('leaf node')
})

test('a message goes down a chain of leaf nodes', async () => {
  await listen(await connectTo(tip, 'till'), 'down.*')
  const { assembly, complete } = await traceTo(3, await connectTo(hub, 'prices'), 'down.1')

  expect(complete).toBe(true)
  expect(wayOf(assembly)).toMatchInlineSnapshot(`
    "HUB ← client prices
      LEAF ← leaf node HUB
        TIP ← leaf node LEAF
          client till"
  `)
})

test('a message goes on from a leaf node in both directions', async () => {
  await listen(await connectTo(hub, 'billing'), 'both.*')
  await listen(await connectTo(tip, 'till'), 'both.*')
  const { assembly, complete } = await traceTo(3, await connectTo(leaf, 'shop'), 'both.1')

  expect(complete).toBe(true)
  expect(wayOf(assembly).split('\n').toSorted()).toEqual([
    '    client billing',
    '    client till',
    '  HUB ← leaf node LEAF',
    '  TIP ← leaf node LEAF',
    'LEAF ← client shop',
  ])
})

test('a queue group prefers members on the server of the publisher to those of a leaf node', async () => {
  await listen(await connectTo(leaf, 'far'), 'jobs', 'workers')
  const publisher = await connectTo(hub, 'shop')
  await traceTo(2, publisher, 'jobs')
  await listen(await connectTo(hub, 'near'), 'jobs', 'workers')
  const traces = await Promise.all(Array.from({ length: 20 }, () => trace(publisher, 'jobs')))
  const ways = new Set(traces.map(({ assembly }) => wayOf(assembly)))

  expect([...ways]).toEqual(['HUB ← client shop\n  client near queue workers'])
})

test('a leaf node that may not publish trace events is silent', async () => {
  await listen(await connectTo(fenced, 'till'), 'fenced.*')
  const publisher = await connectTo(hub, 'prices')
  const { assembly, complete } = await traceTo(2, publisher, 'fenced.1', { timeoutMs: 200 })

  expect(complete).toBe(false)
  expect(wayOf(assembly)).toMatchInlineSnapshot(`
    "HUB ← client prices
      FENCED is silent"
  `)
  expect(render(assembly)).toContain('did not report')
})

const HUB_CONFIG = `
accounts {
  APP {
    users [
      { user: app, password: app }
      { user: fenced, password: fenced, permissions: { publish: "fenced.>", subscribe: "fenced.>" } }
    ]
  }
}
no_auth_user: app
leafnodes { listen: "127.0.0.1:-1" }`

function connectTo(server: NatsServer, name: string): Promise<NatsConnection> {
  return connectForTest(server, { name })
}
