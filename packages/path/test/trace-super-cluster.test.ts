import { startSuperCluster, type SuperCluster } from '@hopscope/nats-server'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { hopsOf, trace, type Trace } from '../src/index.ts'

let net: SuperCluster
let connections: readonly NatsConnection[]
let publisher: NatsConnection
const received: string[] = []

beforeAll(async () => {
  net = await startSuperCluster()
  connections = await Promise.all(['C3L3', 'C1L2', 'C2N3'].map((name) => connectTo(name)))
  const [first, ...subscribers] = connections
  if (first === undefined) throw new Error('there is no connection to publish with')
  publisher = first
  for (const subscriber of subscribers) {
    subscriber.subscribe('far.>', {
      callback: (_error, msg) => {
        received.push(`${subscriber.info?.server_name} ${msg.string()}`)
      },
    })
    await subscriber.flush()
  }
  // Interest takes its time through gateways and leaf nodes.
  await vi.waitUntil(async () => serversOf(await trace(publisher, 'far.away')).length === 7, {
    timeout: 10_000,
  })
})

afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.close()))
  await net.stop()
})

test('a dry run from a leaf node comes back from every server up to the other leaf', async () => {
  const result = await trace(publisher, 'far.away')

  expect(result.complete).toBe(true)
  expect(serversOf(result)).toEqual(['C1L2', 'C1N1', 'C1N3', 'C2N2', 'C2N3', 'C3L3', 'C3N2'])
})

test('a delivery reaches each far subscriber once', async () => {
  const result = await trace(publisher, 'far.away', { deliver: true, payload: 'once' })
  await Promise.all(connections.map((connection) => connection.flush()))

  expect(result).toMatchObject({ dryRun: false, complete: true })
  expect(received.toSorted()).toEqual(['C1L2 once', 'C2N3 once'])
})

function connectTo(name: string): Promise<NatsConnection> {
  return connect({ servers: net.server(name).url, name })
}

function serversOf({ assembly }: Trace): readonly string[] {
  return [...hopsOf(assembly)].map(({ event }) => event.server.name).toSorted()
}
