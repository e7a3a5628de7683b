import { startNatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream } from '@hopscope/telemetry'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { expect, test } from 'vitest'
import { freePorts } from '../src/program.ts'
import { guideBlocks, guideConfig } from './guide-blocks.ts'
import { connectAs, sampled, startGuideServer, storedSubjects } from './guide-world.ts'

const STARTED = [
  'one-account.conf',
  'central-account.conf',
  'hub.conf',
  'leaf.conf',
  'storing-leaf.conf',
  'permissions.conf',
  'sampling.conf',
]

test('every configuration of the page is started by a test', () => {
  const configs = guideBlocks().filter(({ language }) => language === 'conf')

  expect(configs.map(({ code }) => code.slice(2, code.indexOf('\n')))).toEqual(STARTED)
})

test('one account stores the hops of its messages', async () => {
  await using server = await startGuideServer('one-account.conf')
  await using app = await connectAs(server, 'app')
  await ensureTelemetryStream(app)

  app.publish('orders.new', '', { headers: sampled() })

  await expect.poll(() => storedSubjects(app)).toEqual({ 'telemetry.hops': 1 })
})

test('a central account stores what all accounts record, and the hops of each', async () => {
  await using server = await startGuideServer('central-account.conf')
  await using obs = await connectAs(server, 'obs')
  await using sales = await connectAs(server, 'sales')
  await using shipping = await connectAs(server, 'shipping')
  await ensureTelemetryStream(obs)

  sales.publish('orders.new', '', { headers: sampled() })
  shipping.publish('parcels.new', '', { headers: sampled() })
  const ack = await jetstream(sales).publish('telemetry.spans.checkout.batch', 'spans')

  expect(ack.stream).toBe('TELEMETRY')
  await expect
    .poll(() => storedSubjects(obs))
    .toEqual({
      'telemetry.hops.SALES': 1,
      'telemetry.hops.SHIPPING': 1,
      'telemetry.spans.checkout.batch': 1,
    })
})

test('an account cannot read the telemetry of another', async () => {
  await using server = await startGuideServer('central-account.conf')
  await using obs = await connectAs(server, 'obs')
  await using shipping = await connectAs(server, 'shipping')
  await using sales = await connectAs(server, 'sales')
  await ensureTelemetryStream(obs)
  const heard: string[] = []
  shipping.subscribe('>', { callback: (_, { subject }) => void heard.push(subject) })
  await shipping.flush()

  await jetstream(sales).publish('telemetry.spans.checkout.batch', 'spans')
  shipping.publish('last', '')
  await shipping.flush()

  expect(heard).toEqual(['last'])
})

test('a leaf node without JetStream has telemetry stored by its hub, with the hops of both', async () => {
  const port = await freePort()
  await using hub = await startNatsServer({ name: 'hub', config: withPort('hub.conf', port) })
  await using leaf = await startNatsServer({
    name: 'leaf',
    jetstream: false,
    config: withPort('leaf.conf', port),
  })
  await using atHub = await connectAs(hub, 'app')
  await using atLeaf = await connectAs(leaf, 'app')
  await ensureTelemetryStream(atHub)
  atHub.subscribe('orders.new')
  await atHub.flush()

  const publish = () => jetstream(atLeaf).publish('telemetry.spans.checkout.batch', 'spans')
  await expect.poll(publish).toMatchObject({ stream: 'TELEMETRY' })
  atLeaf.publish('orders.new', '', { headers: sampled() })

  await expect.poll(() => storedSubjects(atHub)).toMatchObject({ 'telemetry.hops': 2 })
})

test('a leaf node does not answer for the streams of its hub', async () => {
  const port = await freePort()
  await using hub = await startNatsServer({ name: 'hub', config: withPort('hub.conf', port) })
  await using leaf = await startNatsServer({
    name: 'leaf',
    jetstream: false,
    config: withPort('leaf.conf', port),
  })
  await using atHub = await connectAs(hub, 'app')
  await using atLeaf = await connectAs(leaf, 'app')
  await ensureTelemetryStream(atHub)
  const publish = () => jetstream(atLeaf).publish('telemetry.spans.checkout.batch', 'spans')
  await expect.poll(publish).toMatchObject({ stream: 'TELEMETRY' })

  await expect(storedSubjects(atLeaf)).rejects.toThrow('jetstream is not enabled')
})

test('a leaf node that stores telemetry itself has it fetched by its hub, once', async () => {
  const port = await freePort()
  await using hub = await startNatsServer({
    name: 'hub',
    domain: 'hub',
    config: withPort('hub.conf', port),
  })
  await using leaf = await startNatsServer({
    name: 'leaf',
    domain: 'edge',
    config: withPort('storing-leaf.conf', port).replace(/^jetstream .*$/m, ''),
  })
  await using atHub = await connectAs(hub, 'app')
  await using atLeaf = await connectAs(leaf, 'app')
  await ensureTelemetryStream(atLeaf)
  const edge = await jetstreamManager(atHub, { domain: 'edge', checkAPI: false })
  const linked = () =>
    edge.streams.info('TELEMETRY').then(
      () => true,
      () => false,
    )
  await expect.poll(linked).toBe(true)
  const { streams } = await jetstreamManager(atHub)
  await streams.add(JSON.parse(blockWith('"sources"')))

  await jetstream(atHub).publish('telemetry.spans.hub.batch', 'spans')
  await jetstream(atLeaf).publish('telemetry.spans.leaf.batch', 'spans')

  await expect
    .poll(() => storedSubjects(atHub))
    .toEqual({ 'telemetry.spans.hub.batch': 1, 'telemetry.spans.leaf.batch': 1 })
  expect(await storedSubjects(atLeaf)).toEqual({ 'telemetry.spans.leaf.batch': 1 })
})

test('a part of the messages is traced', async () => {
  await using server = await startGuideServer('sampling.conf')
  await using app = await connectAs(server, 'app')
  await ensureTelemetryStream(app)

  for (let i = 0; i < 1000; i++) app.publish('orders.new', '', { headers: sampled() })
  await app.flush()

  // By the binomial distribution, not once in a million runs outside of these limits.
  await expect.poll(async () => (await storedSubjects(app))['telemetry.hops']).toBeGreaterThan(60)
  expect((await storedSubjects(app))['telemetry.hops']).toBeLessThan(170)
})

async function freePort(): Promise<number> {
  const [port = 0] = await freePorts(1)
  return port
}

function withPort(name: string, port: number): string {
  return guideConfig(name).replace('7422', String(port))
}

function blockWith(text: string): string {
  return guideBlocks().find(({ code }) => code.includes(text))?.code ?? ''
}
