import { startCluster, type Cluster } from '@hopscope/nats-server'
import type { NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { trace } from '../../src/index.ts'
import { ACCOUNTS_A_AND_B } from './accounts-a-and-b.ts'
import { connectForTest, listen } from './connect-for-test.ts'
import { traceTo } from './trace-to.ts'
import { wayOf } from './way-of.ts'

let cluster: Cluster
let publisher: NatsConnection
let subscriber: NatsConnection

beforeAll(async () => {
  cluster = await startCluster({ size: 2, jetstream: false, config: ACCOUNTS_A_AND_B })
})

beforeEach(async () => {
  publisher = await connectForTest(cluster.server('C1N1'), { user: 'A', name: 'shop' })
  subscriber = await connectForTest(cluster.server('C1N2'), { user: 'B', name: 'far' })
})

afterAll(() => cluster.stop())

test('a stream import that allows traces shows its subscriber on another server', async () => {
  await listen(subscriber, 'open.>')
  const { assembly, complete } = await traceTo(2, publisher, 'open.door')

  expect(complete).toBe(true)
  expect(wayOf(assembly)).toMatchInlineSnapshot(`
    "C1N1 ← client shop
      C1N2 ← route C1N1
        stream export to open.door in B
        client far in B"
  `)
})

test('a stream import that does not allow traces ends the trace on the other server', async () => {
  await listen(subscriber, 'shut.>')
  const { assembly, complete } = await traceTo(2, publisher, 'shut.door')

  expect(complete).toBe(true)
  expect(wayOf(assembly)).toMatchInlineSnapshot(`
    "C1N1 ← client shop
      C1N2 ← route C1N1
        stream export to shut.door in B"
  `)
})

test('a service that allows traces shows who answers on another server', async () => {
  await listen(subscriber, 'svc.>')
  const { assembly, complete } = await traceTo(2, publisher, 'ask.open')

  expect(complete).toBe(true)
  expect(wayOf(assembly)).toMatchInlineSnapshot(`
    "C1N1 ← client shop
      service import to svc.open in B
      C1N2 ← route C1N1
        client far"
  `)
})

test('a service that does not allow traces ends the trace before the other server', async () => {
  await listen(subscriber, 'svc.>')
  await traceTo(2, publisher, 'ask.open')
  const { assembly, complete } = await trace(publisher, 'ask.shut')

  expect(complete).toBe(true)
  expect(wayOf(assembly)).toMatchInlineSnapshot(`
    "C1N1 ← client shop
      service import to svc.shut in B"
  `)
})
