import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import type { NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { trace } from '../../src/index.ts'
import { connectForTest, listen } from './connect-for-test.ts'
import { startLeaf } from './start-leaf.ts'
import { stopsOf } from './stops-of.ts'
import { traceTo } from './trace-to.ts'
import { wayOf } from './way-of.ts'

let hub: NatsServer
let leaf: NatsServer
let noInboxes: NatsServer

beforeAll(async () => {
  hub = await startNatsServer({ name: 'HUB', jetstream: false, config: HUB_CONFIG })
  leaf = await startLeaf(hub, { name: 'LEAF', login: 'limited' })
  noInboxes = await startLeaf(hub, { name: 'MUTE', login: 'mute' })
})

afterAll(() => Promise.all([leaf, noInboxes, hub].map((server) => server.stop())))

test('a subject that a leaf node may not publish ends there, and the connection is named', async () => {
  await listen(await connectTo(hub, 'billing'), '*.up')
  const publisher = await connectTo(leaf, 'till')
  await traceTo(2, publisher, 'open.up')
  const traced = await trace(publisher, 'closed.up', { timeoutMs: 300 })

  expect(wayOf(traced.assembly)).toMatchInlineSnapshot(`
    "LEAF ← client till
      leaf node HUB ✗ Not delivered because publish denied for this subject"
  `)
  expect(stopsOf(traced)).toMatchInlineSnapshot(`
    [
      "LEAF to leaf node HUB: Not delivered because publish denied for this subject",
      "let the user of the leaf node connection to HUB publish the subject, if deny_exports does not keep it back",
    ]
  `)
})

test('a subject that a leaf node may not subscribe to ends at its hub', async () => {
  await listen(await connectTo(leaf, 'till'), '*.down')
  const publisher = await connectTo(hub, 'prices')
  await traceTo(2, publisher, 'open.down')
  const traced = await trace(publisher, 'closed.down', { timeoutMs: 300 })

  expect(wayOf(traced.assembly)).toMatchInlineSnapshot(`
    "HUB ← client prices
      leaf node LEAF ✗ Not delivered because subscription denies this subject"
  `)
  expect(stopsOf(traced)).toMatchInlineSnapshot(`
    [
      "HUB to leaf node LEAF: Not delivered because subscription denies this subject",
      "let the user of the leaf node connection to LEAF subscribe to the subject",
    ]
  `)
})

test('a hub cannot report over a leaf node connection that may not carry trace events', async () => {
  await listen(await connectTo(hub, 'billing'), 'open.mute')
  const publisher = await connectTo(noInboxes, 'till')
  const traced = await traceTo(2, publisher, 'open.mute', { timeoutMs: 300 })

  expect(wayOf(traced.assembly)).toMatchInlineSnapshot(`
    "MUTE ← client till
      HUB is silent"
  `)
  expect(stopsOf(traced)).toEqual([
    'MUTE sent it to HUB, which did not report',
    expect.stringMatching(
      /; or the user of the leaf node connection may not publish to or subscribe to _INBOX\.\S+$/,
    ),
  ])
})

test('a delivery over such a connection is refused before it is sent', async () => {
  const received = await listen(await connectTo(hub, 'billing'), 'open.lost')
  const publisher = await connectTo(noInboxes, 'till')
  await traceTo(2, publisher, 'open.lost', { timeoutMs: 300 })

  await expect(
    trace(publisher, 'open.lost', { deliver: true, timeoutMs: 300 }),
  ).rejects.toMatchObject({
    code: 'DRY_RUN_INCOMPLETE',
    message: 'the message to open.lost was not sent: HUB did not report',
  })
  expect(received).toEqual([])
})

const HUB_CONFIG = `
accounts {
  APP {
    users [
      { user: app, password: app }
      { user: limited, password: limited, permissions: {
        publish: { deny: "closed.up" }, subscribe: { deny: "closed.down" } } }
      { user: mute, password: mute, permissions: { publish: "open.>", subscribe: "open.>" } }
    ]
  }
}
no_auth_user: app
leafnodes { listen: "127.0.0.1:-1" }`

function connectTo(server: NatsServer, name: string): Promise<NatsConnection> {
  return connectForTest(server, { name })
}
