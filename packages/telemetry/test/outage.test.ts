import { connect, type NatsConnection } from '@nats-io/transport-node'
import { ROOT_CONTEXT } from '@opentelemetry/api'
import { decodeLogs } from '@hopscope/observe/otlp'
import { flatten } from '@hopscope/path'
import {
  ensureTelemetryStream,
  readSpans,
  TelemetryCollector,
  TraceCollector,
} from '@hopscope/telemetry'
import { expect, test } from 'vitest'
import { RestartableServer } from './restartable-server.ts'
import { storedMessages } from './stored-messages.ts'

test('a flush while the server is away ends in time, and what it did not store is stored later', async () => {
  await using server = await RestartableServer.start()
  await using connection = await connectAgain(server)
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, { service: 's', flushTimeoutMs: 50 })
  const away = statusOf(connection, 'disconnect')
  await server.kill()
  await away

  for (let at = 0; at < 50; at++) collector.tracer.start(ROOT_CONTEXT, `away ${at}`)[1].end()
  await collector.flush()
  const whileAway = collector.stats
  await server.comeBack()

  await expect.poll(() => collector.stats.stored, { timeout: 20_000 }).toBe(50)
  expect(whileAway).toEqual({ recorded: 50, stored: 0, dropped: 0 })
  expect(collector.stats).toEqual({ recorded: 50, stored: 50, dropped: 0 })
  expect(new Set(await readNames(connection)).size).toBe(50)
})

test('a flush that is under way when the server goes ends in time, and loses nothing', async () => {
  await using server = await RestartableServer.start()
  await using connection = await connectAgain(server)
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, {
    service: 's',
    layout: 'trace',
    maxInFlight: 2,
    flushTimeoutMs: 50,
  })
  const away = statusOf(connection, 'disconnect')

  for (let at = 0; at < 200; at++) collector.tracer.start(ROOT_CONTEXT, `span ${at}`)[1].end()
  await Promise.all([collector.flush(), server.kill()])
  await away
  await collector.flush()
  const whileAway = collector.stats
  await server.comeBack()

  await expect.poll(() => collector.stats.stored, { timeout: 20_000 }).toBe(200)
  expect(whileAway).toMatchObject({ recorded: 200, dropped: 0 })
  expect(whileAway.stored).toBeLessThan(200)
  expect(new Set(await readNames(connection)).size).toBe(200)
})

test('all signals wait for the server, and none of them for longer than a flush may', async () => {
  await using server = await RestartableServer.start()
  await using connection = await connectAgain(server)
  await ensureTelemetryStream(connection)
  await using collector = new TelemetryCollector(connection, { service: 's', flushTimeoutMs: 50 })
  const away = statusOf(connection, 'disconnect')
  await server.kill()
  await away

  collector.tracer.start(ROOT_CONTEXT, 'work')[1].end()
  collector.logger.info('away')
  collector.metrics.counter('orders').inc()
  await collector.flush()
  const whileAway = collector.stats
  await server.comeBack()

  const stored = { recorded: 1, stored: 1, dropped: 0 }
  const waiting = { recorded: 1, stored: 0, dropped: 0 }
  expect(whileAway).toEqual({ spans: waiting, logs: waiting, metrics: waiting })
  await expect
    .poll(() => collector.stats, { timeout: 20_000 })
    .toEqual({ spans: stored, logs: stored, metrics: stored })
  const [log] = (await storedMessages(connection)).filter(({ subject }) => subject.includes('logs'))
  expect(log && decodeLogs(log.data)?.resourceLogs[0]?.scopeLogs[0]?.logRecords).toMatchObject([
    { body: 'away' },
  ])
})

test('without an end of its own, a flush waits until the server is back', async () => {
  await using server = await RestartableServer.start()
  await using connection = await connectAgain(server)
  await ensureTelemetryStream(connection)
  await using collector = new TraceCollector(connection, {
    service: 's',
    flushTimeoutMs: Number.POSITIVE_INFINITY,
  })
  const away = statusOf(connection, 'disconnect')
  await server.kill()
  await away

  collector.tracer.start(ROOT_CONTEXT, 'work')[1].end()
  const flushed = collector.flush()
  await server.comeBack()
  await flushed

  expect(collector.stats).toEqual({ recorded: 1, stored: 1, dropped: 0 })
})

function connectAgain({ url }: RestartableServer): Promise<NatsConnection> {
  return connect({ servers: url, reconnectTimeWait: 20, maxReconnectAttempts: -1 })
}

async function readNames(connection: NatsConnection): Promise<readonly string[]> {
  const names: string[] = []
  for await (const { resourceSpans } of readSpans(connection)) {
    names.push(...Array.from(flatten(resourceSpans), ({ span }) => span.name))
  }
  return names
}

async function statusOf(connection: NatsConnection, wanted: string): Promise<void> {
  for await (const { type } of connection.status()) if (type === wanted) return
}
