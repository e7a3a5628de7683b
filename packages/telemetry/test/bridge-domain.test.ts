import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { startBridge } from '@hopscope/telemetry/bridge'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { expect, test } from 'vitest'
import { ensureTelemetryStream } from '@hopscope/telemetry'
import { consumerState, quick, SETTLED } from './bridge-fixture.ts'
import { CountingBackend } from './counting-backend.ts'
import { deadLetters } from './dead-letters.ts'
import { namesOf, storeSpans } from './store-telemetry.ts'

test('a bridge at a leaf node sends what the domain of the hub stores', async () => {
  await using world = await startHubAndLeaf()
  await using backend = await CountingBackend.start()
  backend.answer = ({ names }) => (names.includes('poison') ? 400 : 200)
  await using bridge = await startBridge(world.leaf, { ...quick(backend), domain: 'hub' })

  await storeSpans(world.hub, [...namesOf('span', 150), 'poison'])

  await expect.poll(() => backend.spans.size).toBe(150)
  await expect.poll(() => consumerState(world.hub)).toEqual(SETTLED)
  await expect.poll(async () => (await deadLetters(world.hub)).length).toBe(1)
  expect(bridge.figures().signals.traces).toMatchObject({ exported: 150, deadLetters: 1 })
  expect(await streamsOf(world.leaf)).toEqual([])
})

test('a domain that is not there has no stream', async () => {
  await using world = await startHubAndLeaf()

  await expect(startBridge(world.leaf, { domain: 'other' })).rejects.toMatchObject({
    code: 'STREAM_UNAVAILABLE',
  })
})

interface HubAndLeaf extends AsyncDisposable {
  /** A connection to the server that has the stream. */
  readonly hub: NatsConnection
  /** A connection to a server that has JetStream too, without a stream. */
  readonly leaf: NatsConnection
}

async function startHubAndLeaf(): Promise<HubAndLeaf> {
  await using stack = new AsyncDisposableStack()
  const listen = 'leafnodes { listen: "127.0.0.1:-1" }'
  const hub = stack.use(await startNatsServer({ name: 'HUB', domain: 'hub', config: listen }))
  const remote = `leafnodes { remotes: [ { url: "nats://127.0.0.1:${await leafPort(hub)}" } ] }`
  const leaf = stack.use(await startNatsServer({ name: 'EDGE', domain: 'edge', config: remote }))
  const connections = {
    hub: stack.use(await connect({ servers: hub.url })),
    leaf: stack.use(await connect({ servers: leaf.url })),
  }
  await ensureTelemetryStream(connections.hub)
  // The link comes up by itself, a moment after the leaf node.
  await expect.poll(() => isReached(connections.leaf)).toBe(true)
  const all = stack.move()
  return { ...connections, [Symbol.asyncDispose]: () => all.disposeAsync() }
}

async function isReached(leaf: NatsConnection): Promise<boolean> {
  const manager = await jetstreamManager(leaf, { domain: 'hub', checkAPI: false })
  return manager.getAccountInfo().then(
    () => true,
    () => false,
  )
}

async function streamsOf(connection: NatsConnection): Promise<readonly string[]> {
  const { streams } = await jetstreamManager(connection)
  return streams.names().next()
}

// Only the monitoring page tells which port the server chose for leaf nodes.
async function leafPort({ monitorUrl }: NatsServer): Promise<number> {
  const response = await fetch(`${monitorUrl}/varz`)
  const varz: { readonly leaf: { readonly port: number } } = JSON.parse(await response.text())
  return varz.leaf.port
}
