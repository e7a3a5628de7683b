import { instrument } from '@hopscope/nats'
import { startNatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream, readSpans, TelemetryCollector } from '@hopscope/telemetry'
import { startBridge, type BridgeEvent } from '@hopscope/telemetry/bridge'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { expect, test } from 'vitest'
import { CountingBackend } from '../../../packages/telemetry/test/counting-backend.ts'
import { guideConfig } from './guide-blocks.ts'
import { connectAs, sampled, startGuideServer, storedSubjects } from './guide-world.ts'

const POISON = 'no telemetry at all'

test('a service records telemetry, and its messages are traced', async () => {
  await using server = await startGuideServer('permissions.conf')
  await using admin = await connectAs(server, 'admin')
  await ensureTelemetryStream(admin)
  await using checkout = await connectAs(server, 'checkout')
  const refused = refusals(checkout)
  const telemetry = new TelemetryCollector(checkout, { service: 'checkout' })

  instrument(checkout, { telemetry }).publish('orders.new')
  telemetry.logger.info('placed')
  await telemetry.close()

  await expect
    .poll(() => storedSubjects(admin))
    .toMatchObject({
      'telemetry.hops': 1,
      'telemetry.logs.checkout.info': 1,
      'telemetry.spans.checkout.batch': 1,
    })
  expect(refused).toEqual([])
})

test('a traced message of who may not publish hops is dropped', async () => {
  const config = guideConfig('permissions.conf').replace('"telemetry.hops", "tele', '"tele')
  await using server = await startNatsServer({ config })
  await using admin = await connectAs(server, 'admin')
  await using checkout = await connectAs(server, 'checkout')
  const heard: string[] = []
  admin.subscribe('orders.>', { callback: (_, { subject }) => void heard.push(subject) })
  await admin.flush()

  checkout.publish('orders.traced', '', { headers: sampled() })
  checkout.publish('orders.untraced')

  await expect.poll(() => heard).toEqual(['orders.untraced'])
})

test('a service cannot listen to telemetry, nor to what bridges and readers are sent', async () => {
  await using server = await startGuideServer('permissions.conf')
  await using checkout = await connectAs(server, 'checkout')
  const refused = refusals(checkout)

  for (const subject of ['telemetry.>', '_INBOX_BRIDGE.>', '_INBOX_READER.>']) {
    checkout.subscribe(subject, { callback: () => {} })
  }

  await expect.poll(() => refused).toEqual(['telemetry.>', '_INBOX_BRIDGE.>', '_INBOX_READER.>'])
})

test('a bridge sends what is stored, and keeps what cannot be sent', async () => {
  await using server = await startGuideServer('permissions.conf')
  await using backend = await CountingBackend.start()
  await using admin = await connectAs(server, 'admin')
  await ensureTelemetryStream(admin)
  await jetstream(admin).publish('telemetry.spans.s.batch', POISON)
  admin.publish('orders.new', '', { headers: sampled() })
  await using connection = await connectAs(server, 'bridge', '_INBOX_BRIDGE')
  const refused = refusals(connection)
  const events: BridgeEvent[] = []

  await using bridge = await startBridge(connection, {
    backend: { endpoint: backend.url },
    flushIntervalMs: 20,
    statsIntervalMs: 50,
    onEvent: (event) => void events.push(event),
  })

  await expect.poll(() => backend.spans).toContain('hop n1')
  await expect.poll(() => deadLetters(admin)).toBe(1)
  await expect.poll(() => bridge.figures().signals.traces?.ackPending).toBe(0)
  expect(events.filter(({ kind }) => kind === 'problem')).toEqual([])
  expect(refused).toEqual([])
})

test('a bridge cannot change the stream, nor store telemetry', async () => {
  await using server = await startGuideServer('permissions.conf')
  await using admin = await connectAs(server, 'admin')
  await ensureTelemetryStream(admin)
  await using bridge = await connectAs(server, 'bridge', '_INBOX_BRIDGE')
  const refused = refusals(bridge)

  bridge.publish('$JS.API.STREAM.PURGE.TELEMETRY')
  bridge.publish('telemetry.spans.s.batch')

  await expect
    .poll(() => refused)
    .toEqual(['$JS.API.STREAM.PURGE.TELEMETRY', 'telemetry.spans.s.batch'])
})

test('who makes the stream needs no more', async () => {
  await using server = await startGuideServer('permissions.conf')
  await using maker = await connectAs(server, 'maker')
  const refused = refusals(maker)

  const made = await ensureTelemetryStream(maker)
  const found = await ensureTelemetryStream(maker)

  expect([made.adopted, found.adopted]).toEqual([false, true])
  expect(refused).toEqual([])
})

test('a reader reads', async () => {
  await using server = await startGuideServer('permissions.conf')
  await using admin = await connectAs(server, 'admin')
  await ensureTelemetryStream(admin)
  admin.publish('orders.new', '', { headers: sampled() })
  await expect.poll(() => storedSubjects(admin)).toEqual({ 'telemetry.hops': 1 })
  await using reader = await connectAs(server, 'reader', '_INBOX_READER')
  const refused = refusals(reader)

  const subjects: string[] = []
  for await (const { subject } of readSpans(reader)) subjects.push(subject)

  expect(subjects).toEqual(['telemetry.hops'])
  expect(refused).toEqual([])
})

/** The subjects that the server does not let a connection use. */
function refusals(connection: NatsConnection): readonly string[] {
  const found: string[] = []
  const listen = async (): Promise<void> => {
    for await (const status of connection.status()) {
      const text = status.type === 'error' ? String(status.error) : ''
      const [, subject] = /to "?([^\s"]+)/i.exec(text) ?? []
      if (subject !== undefined) found.push(subject)
    }
  }
  void listen()
  return found
}

async function deadLetters(connection: NatsConnection): Promise<number> {
  const { streams } = await jetstreamManager(connection)
  return streams.info('TELEMETRY_DLQ').then(
    ({ state }) => state.messages,
    () => 0,
  )
}
