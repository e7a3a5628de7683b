import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { collect, explain, trace } from '../../src/index.ts'
import { connectForTest, listen } from './connect-for-test.ts'
import { startLeaf } from './start-leaf.ts'
import { traceTo } from './trace-to.ts'
import { wayOf } from './way-of.ts'

let hub: NatsServer
let leaf: NatsServer

beforeAll(async () => {
  const config = 'max_payload: 64KB, leafnodes { listen: "127.0.0.1:-1" }'
  hub = await startNatsServer({ name: 'HUB', jetstream: false, config })
  leaf = await startLeaf(hub, { name: 'LEAF' })
})

afterAll(() => Promise.all([leaf, hub].map((server) => server.stop())))

test('a hub that gets more than it takes ends the leaf node connection, and is silent', async () => {
  await listen(await connectForTest(hub, { name: 'billing' }), 'big')
  const publisher = await connectForTest(leaf, { name: 'till' })
  await traceTo(2, publisher, 'big')
  const { assembly } = await collect(
    publisher,
    (traceDestination) => publisher.publish('big', 'x'.repeat(70_000), { traceDestination }),
    { timeoutMs: 300 },
  )

  expect(wayOf(assembly)).toMatchInlineSnapshot(`
    "LEAF ← client till
      HUB is silent"
  `)
  expect(explain(assembly).stops).toMatchObject([
    {
      kind: 'server-silent',
      hint: expect.stringMatching(
        /; or the message with its 70\d{3} bytes is larger than max_payload of HUB, which ends the connection$/,
      ),
    },
  ])
})

test('a dry run that costs a leaf node its connection is not taken for one without subscribers', async () => {
  await listen(await connectForTest(hub, { name: 'billing' }), 'big')
  const publisher = await connectForTest(leaf, { name: 'till' })
  await traceTo(2, publisher, 'big')
  const { assembly, complete } = await trace(publisher, 'big', { payload: 'x'.repeat(70_000) })

  expect(complete).toBe(false)
  expect(wayOf(assembly)).toBe('LEAF ← client till\n  HUB is silent')
})

test('a client that sends more than the server takes is refused, with what to change', async () => {
  const watcher = await connectForTest(hub, { name: 'watch' })
  const { assembly } = await collect(watcher, (destination) => publishTooMuch(hub, destination))

  expect(wayOf(assembly)).toMatchInlineSnapshot(`"HUB ← client rogue ✗ maximum payload exceeded"`)
  expect(explain(assembly).stops).toMatchInlineSnapshot(`
    [
      {
        "hint": "send less than max_payload of HUB, or raise it",
        "kind": "payload-too-large",
        "message": "HUB refused it: maximum payload exceeded",
        "server": "HUB",
        "severity": "error",
      },
    ]
  `)
})

/** Publishes more than the server takes, as no client library does. */
function publishTooMuch({ url }: NatsServer, destination: string): void {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const headers = `NATS/1.0\r\nNats-Trace-Dest: ${destination}\r\n\r\n`
  const payload = 'x'.repeat(70_000)
  socket.on('error', () => {})
  socket.write('CONNECT {"verbose":false,"headers":true,"name":"rogue"}\r\n')
  socket.write(
    `HPUB big ${headers.length} ${headers.length + payload.length}\r\n${headers}${payload}\r\n`,
  )
}
