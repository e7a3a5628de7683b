import type { NatsServer } from '@hopscope/nats-server'
import type { NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { trace } from '../../src/index.ts'
import { connectForTest, listen } from './connect-for-test.ts'
import { startGateway } from './start-gateway.ts'
import { traceTo } from './trace-to.ts'
import { wayOf } from './way-of.ts'

let near: NatsServer
let far: NatsServer
let publisher: NatsConnection

beforeAll(async () => {
  near = await startGateway('C1', { config: CONFIG })
  far = await startGateway('C2', { to: near, config: CONFIG })
})

beforeEach(async () => {
  publisher = await connectForTest(near, { name: 'shop' })
})

afterAll(() => Promise.all([near, far].map((server) => server.stop())))

test('a queue group in another cluster gets what no member here can take', async () => {
  await listen(await connectForTest(far, { name: 'far' }), 'jobs.far', 'workers')
  const { assembly } = await traceTo(2, publisher, 'jobs.far')

  expect(wayOf(assembly)).toBe(
    'C1N1 ← client shop\n  C2N1 ← gateway C1N1\n    client far queue workers',
  )
})

test('a queue group stays in the cluster of the publisher while it has members there', async () => {
  await listen(await connectForTest(far, { name: 'far' }), 'jobs.both', 'workers')
  await traceTo(2, publisher, 'jobs.both')
  await listen(await connectForTest(near, { name: 'near' }), 'jobs.both', 'workers')
  const traces = await Promise.all(Array.from({ length: 20 }, () => trace(publisher, 'jobs.both')))
  const ways = new Set(traces.map(({ assembly }) => wayOf(assembly)))

  expect([...ways]).toEqual(['C1N1 ← client shop\n  client near queue workers'])
})

test('of two queue groups, each has its message in the cluster where it is', async () => {
  await listen(await connectForTest(near, { name: 'near' }), 'jobs.two', 'billing')
  await listen(await connectForTest(far, { name: 'far' }), 'jobs.two', 'stock')
  const { assembly } = await traceTo(2, publisher, 'jobs.two')

  expect(wayOf(assembly)).toMatchInlineSnapshot(`
    "C1N1 ← client shop
      client near queue billing
      C2N1 ← gateway C1N1
        client far queue stock"
  `)
})

test('a mapping with weights takes one of its ways, and the trace tells which', async () => {
  const ways = new Set<string>()
  const allWays = async () => {
    ways.add(wayOf((await trace(publisher, 'weighted')).assembly))
    return [...ways].toSorted()
  }

  await expect
    .poll(allWays, { timeout: 10_000, interval: 1 })
    .toEqual([
      'C1N1 ← client shop\n  subject mapping to weighted.new',
      'C1N1 ← client shop\n  subject mapping to weighted.old',
    ])
})

test('a mapping of a cluster is made there, and not elsewhere', async () => {
  const elsewhere = await connectForTest(far, { name: 'shop' })

  expect(wayOf((await trace(publisher, 'scoped')).assembly)).toMatchInlineSnapshot(`
    "C1N1 ← client shop
      subject mapping to scoped.c1"
  `)
  expect(wayOf((await trace(elsewhere, 'scoped')).assembly)).toMatchInlineSnapshot(`
    "C2N1 ← client shop
      subject mapping to scoped.c2"
  `)
})

const CONFIG = `
mappings {
  weighted: [
    { destination: weighted.old, weight: "50%" }
    { destination: weighted.new, weight: "50%" }
  ]
  scoped: [
    { destination: scoped.c1, weight: "100%", cluster: C1 }
    { destination: scoped.c2, weight: "100%", cluster: C2 }
  ]
}`
