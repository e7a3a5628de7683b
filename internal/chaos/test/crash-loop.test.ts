import { startNatsServer } from '@hopscope/nats-server'
import { ensureTelemetryStream } from '@hopscope/telemetry'
import { startBridge, type BridgeConfig } from '@hopscope/telemetry/bridge'
import { jetstream } from '@nats-io/jetstream'
import { connect, type NatsConnection } from '@nats-io/transport-node'
import { expect, test } from 'vitest'
import { CountingServer } from '../src/backend/counting-server.ts'
import { countDeadLetters } from '../src/dead-letters.ts'
import { encodeSpanBatch, SPANS_SUBJECT } from '../src/records/encode-span-batch.ts'
import { traceIdOf } from '../src/records/trace-id.ts'

test(
  'a bridge that ends after its first request, again and again, gives up nothing',
  { timeout: 60_000 },
  async () => {
    await using server = await startNatsServer()
    await using connection = await connect({ servers: server.url })
    await ensureTelemetryStream(connection)
    await storeSpans(connection, SPANS)
    const backend = new CountingServer(() => 0)
    await backend.open()
    backend.behavior = { misdeed: { kind: 'late', delayMs: 100 } }

    for (let life = 0; life < LIVES; life++) await liveShortly(server.url, backend)
    backend.behavior = undefined
    await using _bridge = await startBridge(connection, configFor(backend))

    await expect
      .poll(async () => backend.taken.size + (await countDeadLetters(connection)))
      .toBeGreaterThanOrEqual(SPANS)
    expect(await countDeadLetters(connection)).toBe(0)
    await backend.shut()
  },
)

const SPANS = 2_000
const LIVES = 14

function configFor({ port }: CountingServer): BridgeConfig {
  return {
    backend: { endpoint: `http://127.0.0.1:${port}` },
    signals: ['traces'],
    maxRequests: 1,
    maxDeliveries: 6,
    ackWaitMs: 200,
    flushIntervalMs: 50,
  }
}

async function storeSpans(connection: NatsConnection, count: number): Promise<void> {
  const client = jetstream(connection)
  const traceIds = Array.from({ length: count }, (_, at) => traceIdOf(`span ${at}`))
  await Promise.all(
    traceIds.map((traceId) => client.publish(SPANS_SUBJECT, encodeSpanBatch([traceId]))),
  )
}

/** A bridge whose connection ends when the backend has taken something, so that it settles no more. */
async function liveShortly(url: string, backend: CountingServer): Promise<void> {
  const connection = await connect({ servers: url })
  const before = timesTaken(backend)
  const bridge = await startBridge(connection, configFor(backend))
  await expect.poll(() => timesTaken(backend), { interval: 1 }).toBeGreaterThan(before)
  await connection.close()
  await expect(bridge.stopped).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' })
}

/** How often anything was taken, also what was taken before. */
function timesTaken({ taken }: CountingServer): number {
  return [...taken.values()].reduce((sum, times) => sum + times, 0)
}
