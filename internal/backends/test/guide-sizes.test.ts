import '@hopscope/observe/node'
import { instrument } from '@hopscope/nats'
import { ensureTelemetryStream, TelemetryCollector } from '@hopscope/telemetry'
import { jetstreamManager } from '@nats-io/jetstream'
import { expect, test } from 'vitest'
import { guideText } from './guide-blocks.ts'
import { connectAs, startGuideServer, storedSubjects } from './guide-world.ts'

const MESSAGES = 500

test('a span and a hop take about as many bytes as the page says', async () => {
  await using server = await startGuideServer('one-account.conf')
  await using admin = await connectAs(server, 'app')
  await using connection = await connectAs(server, 'app')
  await ensureTelemetryStream(admin)
  const telemetry = new TelemetryCollector(connection, { service: 'checkout' })
  const orders = instrument(connection, { telemetry })
  const received: string[] = []
  orders.subscribe('orders.new', { callback: (_, { subject }) => void received.push(subject) })

  for (let i = 0; i < MESSAGES; i++) orders.publish('orders.new', 'x'.repeat(128))
  await expect.poll(() => received.length).toBe(MESSAGES)
  await telemetry.close()
  await expect.poll(() => storedSubjects(admin)).toMatchObject({ 'telemetry.hops': MESSAGES })

  const { streams } = await jetstreamManager(admin)
  const all = (await streams.info('TELEMETRY')).state.bytes
  await streams.purge('TELEMETRY', { filter: 'telemetry.hops' })
  const spans = (await streams.info('TELEMETRY')).state.bytes
  const [, span, hop] = /spans × (\d+) B \+ servers × (\d+) B/.exec(guideText()) ?? []
  expect(Math.abs(spans / (2 * MESSAGES) / Number(span) - 1)).toBeLessThan(0.15)
  expect(Math.abs((all - spans) / MESSAGES / Number(hop) - 1)).toBeLessThan(0.15)
})
