import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import type { NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { explain, trace } from '../../src/index.ts'
import { ACCOUNTS_A_AND_B } from './accounts-a-and-b.ts'
import { connectForTest, listen } from './connect-for-test.ts'
import { startLeaf } from './start-leaf.ts'
import { stopsOf } from './stops-of.ts'
import { traceTo } from './trace-to.ts'
import { wayOf } from './way-of.ts'

let hub: NatsServer
let leafOfA: NatsServer
let leafOfB: NatsServer
let publisher: NatsConnection
let subscriber: NatsConnection

beforeAll(async () => {
  const config = `leafnodes { listen: "127.0.0.1:-1" }\n${ACCOUNTS_A_AND_B}`
  hub = await startNatsServer({ name: 'HUB', jetstream: false, config })
  leafOfA = await startLeaf(hub, { name: 'LEAFA', login: 'A' })
  leafOfB = await startLeaf(hub, { name: 'LEAFB', login: 'B' })
})

beforeEach(async () => {
  publisher = await connectForTest(leafOfA, { name: 'shop' })
  subscriber = await connectForTest(leafOfB, { name: 'far' })
})

afterAll(() => Promise.all([leafOfB, leafOfA, hub].map((server) => server.stop())))

test('a subscriber at the hub is shown where the stream import allows traces', async () => {
  await listen(await connectForTest(hub, { user: 'B', name: 'near' }), 'open.near')
  const traced = await traceTo(2, publisher, 'open.near')

  expect(wayOf(traced.assembly)).toMatchInlineSnapshot(`
    "LEAFA ← client shop
      HUB ← leaf node LEAFA
        stream export to open.near in B
        client near in B"
  `)
  expect(stopsOf(traced)).toMatchInlineSnapshot(`[]`)
})

test('a stream import that allows no traces ends the trace at the hub', async () => {
  await listen(await connectForTest(hub, { user: 'B', name: 'near' }), 'shut.near')
  const traced = await traceTo(2, publisher, 'shut.near')

  expect(wayOf(traced.assembly)).toMatchInlineSnapshot(`
    "LEAFA ← client shop
      HUB ← leaf node LEAFA
        stream export to shut.near in B"
  `)
  expect(stopsOf(traced)).toMatchInlineSnapshot(`
    [
      "the trace ends before account B: a subscriber there, whom shut.near would reach, is not shown",
      "set allow_trace in account B, on its import of the stream shut.near from account A",
    ]
  `)
})

test.each(['open.far', 'shut.far'])(
  'a leaf node of the importing account is silent about %s, and the account is named',
  async (subject) => {
    await listen(subscriber, '*.far')
    const traced = await traceTo(3, publisher, subject)

    expect(traced.complete).toBe(true)
    expect(wayOf(traced.assembly)).toBe(
      'LEAFA ← client shop\n  HUB ← leaf node LEAFA\n    LEAFB is silent',
    )
    expect(stopsOf(traced)).toEqual([
      'HUB sent it to LEAFB, which did not report',
      'trace as a user of account B: what LEAFB reports stays in that account, with allow_trace and without',
    ])
  },
)

test('a service on a leaf node of its account is silent where traces may pass', async () => {
  await listen(subscriber, 'svc.>')
  const traced = await traceTo(3, publisher, 'ask.open')

  expect(traced.complete).toBe(true)
  expect(wayOf(traced.assembly)).toMatchInlineSnapshot(`
    "LEAFA ← client shop
      HUB ← leaf node LEAFA
        service import to svc.open in B
        LEAFB is silent"
  `)
  expect(stopsOf(traced)).toMatchInlineSnapshot(`
    [
      "HUB sent it to LEAFB, which did not report",
      "trace as a user of account B: what LEAFB reports stays in that account, with allow_trace and without",
    ]
  `)
})

test('a message is delivered past a leaf node that reports to another account', async () => {
  const received = await listen(subscriber, '*.far')
  await traceTo(3, publisher, 'open.far')
  const { complete } = await trace(publisher, 'open.far', { deliver: true })

  expect(complete).toBe(true)
  await expect.poll(() => received.length).toBe(1)
})

test('a service that allows no traces ends the trace at the hub', async () => {
  await listen(subscriber, 'svc.>')
  await traceTo(3, publisher, 'ask.open', { timeoutMs: 300 })
  const traced = await traceTo(2, publisher, 'ask.shut')

  expect(wayOf(traced.assembly)).toMatchInlineSnapshot(`
    "LEAFA ← client shop
      HUB ← leaf node LEAFA
        service import to svc.shut in B"
  `)
  expect(stopsOf(traced)).toMatchInlineSnapshot(`
    [
      "the trace ends at the service import ask.shut → svc.shut of account A from account B; in a dry run a requester is told "no responders" (503) even if there are some",
      "set allow_trace in account B, on its export of the service svc.shut; if it is set, nobody serves there",
    ]
  `)
})

test('a requester on a leaf node is told of no responders by nobody', async () => {
  const traced = await traceTo(2, publisher, 'ask.shut', { reply: 'answers' })

  expect(traced.replies).toEqual([])
  expect(explain(traced.assembly, traced).stops).toMatchObject([
    { message: expect.stringMatching(/from account B$/) },
  ])
})
