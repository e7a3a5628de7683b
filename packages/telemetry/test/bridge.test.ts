import { startNatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream } from '@hopscope/telemetry'
import { startBridge } from '@hopscope/telemetry/bridge'
import { expect, test } from 'vitest'
import { consumerState, quick, SETTLED, startFixture } from './bridge-fixture.ts'
import { connectTo } from './connect-to.ts'
import { CountingBackend } from './counting-backend.ts'
import { namesOf, storeGzipped, storeLogs, storeSpans } from './store-telemetry.ts'

test('what the stream stores arrives at the backend, each kind where it belongs', async () => {
  await using fixture = await startFixture()
  const { connection, backend, bridge } = fixture

  await storeSpans(connection, namesOf('span', 250))
  await storeLogs(connection, namesOf('log', 30))

  await expect.poll(() => backend.spans.size).toBe(250)
  await expect.poll(() => backend.logs.size).toBe(30)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(bridge.state).toBe('sending')
  expect(bridge.figures().signals).toMatchObject({
    traces: { received: 250, exported: 250, redelivered: 0, inHand: 0, bytesInHand: 0 },
    logs: { received: 30, exported: 30, redelivered: 0, inHand: 0, bytesInHand: 0 },
  })
})

test('what was stored before the bridge was started arrives, compressed or not', async () => {
  await using fixture = await startFixture(
    {},
    {
      before: async ({ connection }) => {
        await storeSpans(connection, namesOf('plain', 120))
        await storeGzipped(connection, namesOf('gzip', 120))
      },
    },
  )

  await expect.poll(() => fixture.backend.spans.size).toBe(240)
  await expect.poll(() => consumerState(fixture.connection)).toEqual(SETTLED)
})

test('large messages flow, and no more is asked for than the server may have waiting', async () => {
  await using fixture = await startFixture({ statsIntervalMs: 1_000 })
  const { connection, backend, bridge } = fixture
  const names = namesOf('x'.repeat(700_000), 100)

  for (let at = 0; at < names.length; at += 10) {
    await storeSpans(connection, names.slice(at, at + 10))
  }

  await expect.poll(() => backend.spans.size, { timeout: 60_000 }).toBe(100)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(bridge.figures().signals.traces).toMatchObject({ received: 100, redelivered: 0 })
}, 120_000)

test('a message that is larger than a request may be is fetched alone', async () => {
  await using server = await startNatsServer({ config: 'max_payload: 8MB' })
  await using connection = await connectTo(server)
  await using backend = await CountingBackend.start()
  await ensureTelemetryStream(connection)
  await storeSpans(connection, ['small', 'x'.repeat(5_000_000), 'small too'])
  // As if the server had been told otherwise since.
  if (connection.info) Object.assign(connection.info, { max_payload: 1_000_000 })

  await using bridge = await startBridge(connection, quick(backend))

  await expect.poll(() => bridge.figures().signals.traces?.exported).toBe(3)
  expect(backend.spans.size).toBe(3)
})
