import { jetstreamManager } from '@nats-io/jetstream'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { connect } from '@nats-io/transport-node'
import { ensureTelemetryStream } from '@hopscope/telemetry'
import { startBridge } from '@hopscope/telemetry/bridge'
import { expect, test } from 'vitest'
import { consumerState, quick, SETTLED, startFixture } from './bridge-fixture.ts'
import { connectTo } from './connect-to.ts'
import { CountingBackend } from './counting-backend.ts'
import { deadLetters } from './dead-letters.ts'
import { RestartableServer } from './restartable-server.ts'
import { namesOf, storeSpans } from './store-telemetry.ts'

test('two bridges of one name share the work, and nothing is sent twice', async () => {
  await using fixture = await startFixture({ batchSize: 10 })
  const { connection, server, backend, bridge } = fixture
  await using other = await connectTo(server)
  await using second = await startBridge(other, { ...quick(backend), batchSize: 10 })
  await expect.poll(() => [bridge.state, second.state]).toEqual(['sending', 'sending'])
  backend.answer = () => new Promise((resolve) => setTimeout(resolve, 5, 200))

  await storeSpans(connection, namesOf('span', 2_000))

  await expect.poll(() => backend.spans.size).toBe(2_000)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  const exported = [bridge, second].map((each) => each.figures().signals.traces?.exported ?? 0)
  expect(exported.reduce((sum, count) => sum + count, 0)).toBe(2_000)
  expect(Math.min(...exported)).toBeGreaterThan(200)
  expect(backend.accepted.get('/v1/traces')).toHaveLength(2_000)
})

test('a server that is killed and comes back costs no record', async () => {
  await using server = await RestartableServer.start()
  await using connection = await connect({
    servers: server.url,
    reconnectTimeWait: 20,
    maxReconnectAttempts: -1,
  })
  await using backend = await CountingBackend.start()
  await ensureTelemetryStream(connection)
  await storeSpans(connection, namesOf('span', 3_000))
  await using bridge = await startBridge(connection, {
    ...quick(backend),
    batchSize: 10,
    ackWaitMs: 2_000,
  })
  await expect.poll(() => backend.spans.size).toBeGreaterThan(100)

  await server.kill()
  await server.comeBack()

  await expect.poll(() => backend.spans.size).toBe(3_000)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(bridge.figures().signals.traces?.exported).toBe(3_000)
  expect(await deadLetters(connection)).toEqual([])
})

test('what is acknowledged while the server is away is acknowledged when it is back, and not sent again', async () => {
  await using server = await RestartableServer.start()
  await using connection = await connect({
    servers: server.url,
    reconnectTimeWait: 20,
    maxReconnectAttempts: -1,
  })
  await using backend = await CountingBackend.start()
  await ensureTelemetryStream(connection)
  await using bridge = await startBridge(connection, quick(backend))
  await expect.poll(() => bridge.state).toBe('sending')
  const goOn = Promise.withResolvers<void>()
  backend.answer = () => goOn.promise.then(() => 200)
  await storeSpans(connection, namesOf('span', 50))
  await expect.poll(() => bridge.figures().signals.traces?.inHand).toBe(50)

  await server.kill()
  goOn.resolve()
  await expect.poll(() => bridge.figures().signals.traces?.exported).toBe(50)
  await server.comeBack()

  await expect.poll(() => stateOrNothing(connection)).toEqual(SETTLED)
  expect(bridge.figures().signals.traces?.redelivered).toBe(0)
  expect(backend.accepted.get('/v1/traces')).toHaveLength(50)
})

test('a bridge that is killed at any moment loses nothing', async () => {
  await using fixture = await startFixture({ signals: ['logs'] })
  const { connection, server, backend } = fixture
  await storeSpans(connection, namesOf('span', 1_000))

  for (const requests of [5, 30]) {
    const child = spawn(
      process.execPath,
      ['--conditions=@hopscope/source', '--no-warnings', SCRIPT, server.url, backend.url],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
    const exited = new Promise((resolve) => child.once('exit', resolve))
    await expect.poll(() => backend.requests.length, POLL).toBeGreaterThan(requests)
    child.kill('SIGKILL')
    await exited
  }
  await using other = await connectTo(server)
  await using last = await startBridge(other, {
    ...quick(backend),
    signals: ['traces'],
    ackWaitMs: 2_000,
  })

  await expect.poll(() => backend.spans.size, POLL).toBe(1_000)
  await expect.poll(() => consumerState(connection), POLL).toEqual(SETTLED)
  expect(await deadLetters(connection)).toEqual([])
  expect(last.figures().signals.traces?.redelivered).toBeGreaterThan(0)
}, 60_000)

test('stopping sends what is in hand, without waiting for more', async () => {
  await using fixture = await startFixture({ flushIntervalMs: 60_000 })
  const { connection, backend, bridge } = fixture
  await storeSpans(connection, namesOf('span', 30))
  await expect.poll(() => bridge.figures().signals.traces?.inHand).toBe(30)

  await bridge.stop()

  expect(backend.spans.size).toBe(30)
  expect(await consumerState(connection)).toEqual(SETTLED)
  expect(bridge.state).toBe('stopped')
  await expect(bridge.stopped).resolves.toBeUndefined()
})

test('stopping while the backend is silent ends in time, and the next bridge has it all', async () => {
  await using fixture = await startFixture()
  const { connection, server, backend, bridge } = fixture
  await expect.poll(() => bridge.state).toBe('sending')
  const goOn = Promise.withResolvers<void>()
  backend.answer = () => goOn.promise.then(() => 503)
  await storeSpans(connection, namesOf('span', 100))
  await expect.poll(() => bridge.figures().signals.traces?.inHand).toBe(100)

  const begun = performance.now()
  await bridge.stop({ timeoutMs: 100 })
  const took = performance.now() - begun
  backend.answer = () => 200
  goOn.resolve()
  await using other = await connectTo(server)
  await using next = await startBridge(other, quick(backend))

  await expect.poll(() => backend.spans.size).toBe(100)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(took).toBeLessThan(1_500)
  expect(next.figures().signals.traces).toMatchObject({ received: 100, redelivered: 100 })
})

test('stopping in an outage hands everything back at once', async () => {
  await using fixture = await startFixture()
  const { connection, backend, bridge } = fixture
  await expect.poll(() => bridge.state).toBe('sending')
  await backend.shut()
  await storeSpans(connection, namesOf('span', 10))
  await expect.poll(() => bridge.state).toBe('out')
  await expect.poll(() => bridge.figures().signals.traces?.inHand).toBe(10)

  await bridge.stop({ timeoutMs: 60_000 })

  expect(bridge.figures().signals.traces?.inHand).toBe(0)
  expect(bridge.state).toBe('stopped')
})

test('a bridge that stops in an outage asks once more, and promises no further attempt', async () => {
  const outageBackoffMs = { first: 600_000, longest: 600_000 }
  await using fixture = await startFixture({ outageBackoffMs, signals: ['traces'] })
  const { connection, backend, bridge, events } = fixture
  await expect.poll(() => bridge.state).toBe('sending')
  await backend.shut()
  await storeSpans(connection, ['span'])
  await expect.poll(() => bridge.state).toBe('out')

  await bridge.stop()

  expect(events.filter(({ kind }) => kind === 'outage')).toMatchObject([
    { attempt: 1, retryInMs: expect.any(Number) },
    { attempt: 2, retryInMs: undefined },
  ])
})

test('a record that is refused while the bridge stops is left to the next one', async () => {
  await using fixture = await startFixture({ flushIntervalMs: 60_000, maxRequests: 1 })
  const { connection, backend, bridge, events } = fixture
  backend.answer = ({ names }) => (names.includes('poison') ? 500 : 200)
  await storeSpans(connection, [...namesOf('span', 10), 'poison'])
  await expect.poll(() => bridge.figures().signals.traces?.inHand).toBe(11)

  await bridge.stop()

  const retries = events.filter(({ kind }) => kind === 'retry')
  expect(retries).toMatchObject([{ sequence: 11, attempt: 1, retryInMs: undefined }])
  expect(backend.spans.size).toBe(10)
})

test('a record that was delivered too often is a dead letter untried', async () => {
  await using fixture = await startFixture()
  const { connection, server, backend, bridge } = fixture
  await expect.poll(() => bridge.state).toBe('sending')
  await backend.shut()
  await storeSpans(connection, ['span'])
  await expect.poll(() => bridge.figures().signals.traces?.inHand).toBe(1)
  await bridge.stop()
  await backend.open()
  await using other = await connectTo(server)
  await using next = await startBridge(other, { ...quick(backend), maxDeliveries: 1 })

  await expect.poll(async () => (await deadLetters(connection)).length).toBe(1)
  const [letter] = await deadLetters(connection)
  expect(letter?.headers['x-dead-letter-reason']).toBe('delivered 1 times and never settled')
  expect(backend.spans.size).toBe(0)
  expect(next.figures().signals.traces).toMatchObject({ deadLetters: 1, requests: 0 })
})

test('a consumer that somebody deletes is made again, and goes on where it was', async () => {
  await using fixture = await startFixture()
  const { connection, backend, bridge, events } = fixture
  await storeSpans(connection, namesOf('before', 40))
  await expect.poll(() => backend.spans.size).toBe(40)
  await expect.poll(() => bridge.figures().signals.traces?.ackPending).toBe(0)
  await expect.poll(() => bridge.figures().signals.traces?.pending).toBe(0)
  await lookAgain(bridge)

  const { consumers } = await jetstreamManager(connection)
  await consumers.delete('TELEMETRY', 'otlp-bridge-traces')
  await storeSpans(connection, namesOf('after', 40))

  await expect.poll(() => backend.spans.size).toBe(80)
  expect(backend.accepted.get('/v1/traces')).toHaveLength(80)
  expect(events.some(({ kind }) => kind === 'problem')).toBe(true)
})

test('the consumers are durable, explicit, and never give up by themselves', async () => {
  await using fixture = await startFixture({ durable: 'to-tempo' })
  const { consumers } = await jetstreamManager(fixture.connection)
  await expect.poll(() => fixture.bridge.state).toBe('sending')

  await expect.poll(async () => (await consumers.list('TELEMETRY').next()).length).toBe(3)
  const infos = await consumers.list('TELEMETRY').next()
  expect(infos.map(({ name }) => name).toSorted()).toEqual([
    'to-tempo-logs',
    'to-tempo-metrics',
    'to-tempo-traces',
  ])
  expect(infos.map(({ config }) => [config.ack_policy, config.max_deliver])).toEqual(
    Array.from({ length: 3 }, () => ['explicit', -1]),
  )
})

test('a consumer of the name that gives up after four deliveries is told not to', async () => {
  await using fixture = await startFixture(
    {},
    {
      before: async ({ connection }) => {
        const { consumers } = await jetstreamManager(connection)
        await consumers.add('TELEMETRY', {
          durable_name: 'otlp-bridge-traces',
          ack_policy: 'explicit',
          filter_subject: 'telemetry.>',
          max_deliver: 4,
        })
      },
    },
  )
  const { consumers } = await jetstreamManager(fixture.connection)

  await expect
    .poll(async () => (await consumers.info('TELEMETRY', 'otlp-bridge-traces')).config)
    .toMatchObject({
      max_deliver: -1,
      filter_subjects: expect.arrayContaining(['telemetry.spans.>', 'telemetry.hops']),
    })
})

test('a consumer that is there gets the number of records that may be in all hands', async () => {
  await using fixture = await startFixture()
  const { connection, backend, bridge } = fixture
  await expect.poll(() => bridge.state).toBe('sending')
  await bridge.stop()
  await using _ = await startBridge(connection, { ...quick(backend), maxAckPending: 7 })
  const { consumers } = await jetstreamManager(connection)

  await expect
    .poll(async () => (await consumers.info('TELEMETRY', 'otlp-bridge-traces')).config)
    .toMatchObject({ max_ack_pending: 7 })
})

test('a stream that is not there is told of at the start', async () => {
  await using fixture = await startFixture()
  const started = startBridge(fixture.connection, { stream: 'NONE' })

  await expect(started).rejects.toMatchObject({ code: 'STREAM_UNAVAILABLE' })
})

test('a connection that is closed ends the bridge, with an error', async () => {
  await using fixture = await startFixture()
  await using other = await connectTo(fixture.server)
  const bridge = await startBridge(other, quick(fixture.backend))

  await other.close()

  await expect(bridge.stopped).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' })
  expect(bridge.state).toBe('stopped')
})

test('health and figures are served', async () => {
  await using fixture = await startFixture({ http: { port: 0 } })
  const { connection, backend, bridge } = fixture
  await storeSpans(connection, namesOf('span', 7))
  await expect.poll(() => bridge.figures().signals.traces?.exported).toBe(7)
  const healthy = [await get(bridge.httpUrl, '/healthz'), await get(bridge.httpUrl, '/readyz')]
  const [, metrics] = await get(bridge.httpUrl, '/metrics')

  await backend.shut()
  await storeSpans(connection, ['one more'])
  await expect.poll(() => bridge.state).toBe('out')

  expect(healthy).toEqual([
    [200, 'sending\n'],
    [200, 'sending\n'],
  ])
  expect(await get(bridge.httpUrl, '/healthz')).toEqual([200, 'out\n'])
  expect(await get(bridge.httpUrl, '/readyz')).toEqual([503, 'out\n'])
  expect(metrics).toContain('hopscope_bridge_exported_records_total{signal="traces"} 7\n')
  expect(metrics).toContain('hopscope_bridge_export_time_seconds_count{signal="traces"} 7\n')
})

test('figures tell how fast records are exported, and are still when none are', async () => {
  await using fixture = await startFixture({ statsIntervalMs: 1_000 })
  const { connection, bridge } = fixture
  await expect.poll(() => bridge.figures().signals.logs?.rate).toEqual(NOTHING)
  await storeSpans(connection, namesOf('span', 200))

  await expect.poll(() => bridge.figures().signals.traces?.rate?.recordsPerS).toBeGreaterThan(0)
  await expect.poll(() => bridge.figures().signals.traces?.rate).toEqual(NOTHING)
})

test('a bridge is not ready while its server is away', async () => {
  await using server = await RestartableServer.start()
  await using connection = await connect({
    servers: server.url,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 50,
  })
  await using backend = await CountingBackend.start()
  await ensureTelemetryStream(connection)
  await using bridge = await startBridge(connection, { ...quick(backend), http: { port: 0 } })
  await expect.poll(() => bridge.state).toBe('sending')

  await server.kill()
  await expect.poll(() => get(bridge.httpUrl, '/readyz')).toEqual([503, 'detached\n'])
  const health = await get(bridge.httpUrl, '/healthz')
  await server.comeBack()

  await expect.poll(() => get(bridge.httpUrl, '/readyz'), POLL).toEqual([200, 'sending\n'])
  expect(health).toEqual([200, 'detached\n'])
})

test('a bridge is not ready while its stream is gone, and is when there is one again', async () => {
  await using fixture = await startFixture({ http: { port: 0 } })
  const { connection, backend, bridge } = fixture
  await expect.poll(() => bridge.state).toBe('sending')
  const { streams } = await jetstreamManager(connection)

  await streams.delete('TELEMETRY')
  await expect.poll(() => get(bridge.httpUrl, '/readyz')).toEqual([503, 'detached\n'])
  await ensureTelemetryStream(connection)
  await storeSpans(connection, ['span'])

  await expect.poll(() => get(bridge.httpUrl, '/readyz'), POLL).toEqual([200, 'sending\n'])
  await expect.poll(() => backend.spans).toEqual(new Set(['span']))
})

test('a bridge that cannot have a consumer is not ready', async () => {
  await using fixture = await startFixture(
    { signals: ['traces'] },
    {
      before: async ({ connection }) => {
        const { consumers } = await jetstreamManager(connection)
        await consumers.add('TELEMETRY', { durable_name: 'otlp-bridge-traces', ack_policy: 'none' })
      },
    },
  )

  await expect.poll(() => fixture.bridge.state).toBe('detached')
})

test('a second stop ends sooner, and hands back what was in hand', async () => {
  await using fixture = await startFixture()
  const { connection, backend, bridge } = fixture
  await expect.poll(() => bridge.state).toBe('sending')
  const silence = Promise.withResolvers<number>()
  backend.answer = () => silence.promise
  await storeSpans(connection, namesOf('span', 5))
  await expect.poll(() => backend.requests.some(({ names }) => names.length > 0)).toBe(true)

  const stopping = bridge.stop({ timeoutMs: 600_000 })
  await bridge.stop({ timeoutMs: 0 })
  await stopping

  expect(bridge.state).toBe('stopped')
  expect(await consumerState(connection)).toEqual({ pending: 0, ackPending: 5 })
  silence.resolve(200)
})

test('a port that is taken is told of, and leaves nothing running', async () => {
  await using fixture = await startFixture({ http: { port: 0 } })
  const port = Number(new URL(fixture.bridge.httpUrl ?? '').port)

  const started = startBridge(fixture.connection, { ...quick(fixture.backend), http: { port } })

  await expect(started).rejects.toMatchObject({ code: 'PORT_UNAVAILABLE' })
})

const SCRIPT = fileURLToPath(new URL('run-bridge.ts', import.meta.url))
const NOTHING = { recordsPerS: 0, itemsPerS: 0 }
const POLL = { timeout: 20_000 }

async function get(base: string | undefined, path: string): Promise<readonly [number, string]> {
  const response = await fetch(`${base}${path}`)
  return [response.status, await response.text()]
}

async function stateOrNothing(connection: Parameters<typeof consumerState>[0]) {
  return consumerState(connection).catch(() => undefined)
}

/** Waits until the bridge has asked for where it stands once more. */
async function lookAgain(bridge: { figures(): { stream: unknown } }): Promise<void> {
  const before = bridge.figures().stream
  await expect.poll(() => bridge.figures().stream !== before).toBe(true)
  const then = bridge.figures().stream
  await expect.poll(() => bridge.figures().stream !== then).toBe(true)
}
