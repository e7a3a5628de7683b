import { expect, test } from 'vitest'
import { consumerState, SETTLED, startFixture } from './bridge-fixture.ts'
import type { Answer, ReceivedRequest } from './counting-backend.ts'
import { deadLetters } from './dead-letters.ts'
import { namesOf, storeLogs, storeSpans } from './store-telemetry.ts'

test('while the backend is away nothing is lost and no delivery is spent', async () => {
  await using fixture = await startFixture()
  const { connection, backend, bridge } = fixture
  await storeSpans(connection, namesOf('before', 50))
  await expect.poll(() => backend.spans.size).toBe(50)

  await backend.shut()
  await storeSpans(connection, namesOf('while', 3_000))
  await expect.poll(() => bridge.state).toBe('out')
  const { ackPending, pending } = await consumerState(connection)
  await backend.open()

  await expect.poll(() => backend.spans.size).toBe(3_050)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(ackPending).toBeLessThan(2_200)
  expect(pending + ackPending).toBe(3_000)
  expect(bridge.figures().signals.traces).toMatchObject({ redelivered: 0, exported: 3_050 })
  expect(await deadLetters(connection)).toEqual([])
})

test('a backend that is away when the bridge starts is waited for, and nothing is fetched', async () => {
  await using fixture = await startFixture({}, { before: ({ backend }) => backend.shut() })
  const { connection, backend, bridge } = fixture
  await storeSpans(connection, namesOf('span', 100))

  await expect.poll(() => bridge.figures().signals.traces?.pending).toBe(100)
  const whileAway = bridge.figures().signals.traces
  const { stream } = bridge.figures()
  await backend.open()

  await expect.poll(() => backend.spans.size).toBe(100)
  expect(whileAway).toMatchObject({ state: 'out', received: 0, ackPending: 0 })
  expect(whileAway?.timeLeftMs).toBeGreaterThan(6.99 * 24 * 3_600_000)
  expect(stream?.bytesLeft).toBe(1024 ** 3 - (stream?.bytes ?? 0))
})

test('what is in hand in an outage is kept alive, for longer than the server waits', async () => {
  await using fixture = await startFixture({ ackWaitMs: 1_500 })
  const { connection, backend, bridge } = fixture
  await expect.poll(() => bridge.state).toBe('sending')
  backend.answer = () => 503
  await storeSpans(connection, namesOf('span', 20))
  await expect.poll(() => bridge.figures().signals.traces?.inHand).toBe(20)
  await expect.poll(() => outageMs(fixture)).toBeGreaterThan(3_500)

  backend.answer = () => 200

  await expect.poll(() => backend.spans.size).toBe(20)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(bridge.figures().signals.traces).toMatchObject({ received: 20, redelivered: 0 })
})

test.each<[string, Answer]>([
  ['429', 429],
  ['502', 502],
  ['503', 503],
  ['504', 504],
  ['500 to everything', 500],
  ['401 to everything', 401],
  ['404', 404],
  ['a reset of the connection', 'reset'],
  ['half an answer', 'half'],
])('%s is an outage, and all arrives when it is over', async (_, answer) => {
  await using fixture = await startFixture()
  const { connection, backend, bridge } = fixture
  await expect.poll(() => bridge.state).toBe('sending')
  backend.answer = () => answer
  await storeSpans(connection, namesOf('span', 500))
  await expect.poll(() => outageAttempts(fixture)).toBeGreaterThan(3)

  backend.answer = () => 200

  await expect.poll(() => backend.spans.size).toBe(500)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(await deadLetters(connection)).toEqual([])
  expect(bridge.figures().signals.traces).toMatchObject({
    exported: 500,
    redelivered: 0,
    retries: 0,
    outage: undefined,
  })
})

test.each<[string, (request: ReceivedRequest) => Answer]>([
  ['500 to everything', () => 500],
  ['500 to all but requests without records', ({ names }) => (names.length > 0 ? 500 : 200)],
  ['400 to requests without records, and 500 to others', ({ names }) => (names[0] ? 500 : 400)],
])(
  'a backend that has answered %s since the bridge was started costs no record',
  async (_, answer) => {
    await using fixture = await startFixture(
      { batchSize: 7 },
      { before: ({ backend }) => (backend.answer = answer) },
    )
    const { connection, backend, bridge } = fixture
    await storeSpans(connection, namesOf('span', 60))
    await expect.poll(() => outageAttempts(fixture)).toBeGreaterThan(12)

    backend.answer = () => 200

    await expect.poll(() => backend.spans.size).toBe(60)
    await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
    expect(await deadLetters(connection)).toEqual([])
    expect(backend.accepted.get('/v1/traces')).toHaveLength(60)
    expect(bridge.figures().signals.traces).toMatchObject({
      exported: 60,
      retries: 0,
      redelivered: 0,
    })
  },
)

test('a backend that begins to refuse all but requests without records costs no record', async () => {
  await using fixture = await startFixture({ batchSize: 10 })
  const { connection, backend, bridge } = fixture
  await storeSpans(connection, namesOf('before', 50))
  await expect.poll(() => backend.spans.size).toBe(50)
  backend.answer = ({ names }) => (names.length > 0 ? 500 : 200)
  await storeSpans(connection, namesOf('while', 200))
  await expect.poll(() => outageAttempts(fixture)).toBeGreaterThan(8)

  backend.answer = () => 200

  await expect.poll(() => backend.spans.size).toBe(250)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(await deadLetters(connection)).toEqual([])
  expect(bridge.figures().signals.traces).toMatchObject({ exported: 250, retries: 0 })
})

test('faults that come and go lose nothing', async () => {
  await using fixture = await startFixture({ batchSize: 10 })
  const { connection, backend } = fixture
  await expect.poll(() => fixture.bridge.state).toBe('sending')
  const answers: Answer[] = [200, 503, 'reset', 200, 'half', 429, 200, 200, 502]
  backend.answer = () => answers[backend.requests.length % answers.length] ?? 200

  await storeSpans(connection, namesOf('span', 1_000))

  await expect.poll(() => backend.spans.size).toBe(1_000)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(await deadLetters(connection)).toEqual([])
})

test('a backend is left alone for as long as it asks', async () => {
  await using fixture = await startFixture()
  const { connection, backend, bridge } = fixture
  await expect.poll(() => bridge.state).toBe('sending')
  backend.answer = () => ({ status: 429, headers: { 'retry-after': '1' } })
  await storeSpans(connection, ['span'])
  await expect.poll(() => bridge.state).toBe('out')
  const asked = backend.requests.length

  await expect.poll(() => backend.requests.length).toBeGreaterThan(asked)

  const [first] = fixture.events.filter(({ kind }) => kind === 'outage')
  expect(first).toMatchObject({ signal: 'traces', attempt: 1 })
  expect(first).toHaveProperty('retryInMs', expect.closeTo(1_000, -2))
})

test('one signal that is not taken does not hold up the others', async () => {
  await using fixture = await startFixture()
  const { connection, backend, bridge } = fixture
  await expect.poll(() => bridge.state).toBe('sending')
  backend.answer = ({ path }) => (path === '/v1/logs' ? 404 : 200)
  await storeLogs(connection, namesOf('log', 2_000))
  await expect.poll(() => bridge.state).toBe('out')

  await storeSpans(connection, namesOf('span', 2_000))
  await expect.poll(() => backend.spans.size).toBe(2_000)
  const { logs, traces } = bridge.figures().signals
  backend.answer = () => 200

  await expect.poll(() => backend.logs.size).toBe(2_000)
  expect(logs).toMatchObject({ state: 'out', exported: 0 })
  expect(traces).toMatchObject({ state: 'sending', unavailable: 0 })
})

test('a signal that the backend does not offer is left in the stream, and sent when it does', async () => {
  await using fixture = await startFixture(
    {},
    { before: ({ backend }) => (backend.answer = ({ path }) => (path === '/v1/logs' ? 404 : 200)) },
  )
  const { connection, backend, bridge, events } = fixture
  await storeLogs(connection, namesOf('log', 10))
  await storeSpans(connection, namesOf('span', 10))
  await expect.poll(() => backend.spans.size).toBe(10)
  const whileAbsent = { state: bridge.state, logs: bridge.figures().signals.logs }

  backend.answer = () => 200

  await expect.poll(() => backend.logs.size).toBe(10)
  expect(whileAbsent).toMatchObject({ state: 'sending', logs: { state: 'absent', received: 0 } })
  expect(events.filter(({ kind }) => kind === 'signal-absent')).toMatchObject([{ signal: 'logs' }])
  expect(await deadLetters(connection)).toEqual([])
})

test('records that the stream discards in an outage are counted', async () => {
  await using fixture = await startFixture(
    {},
    { stream: { maxBytes: 20_000 }, before: ({ backend }) => backend.shut() },
  )
  const { connection, backend, bridge } = fixture
  await expect.poll(() => bridge.figures().signals.traces?.pending).toBe(0)
  await storeSpans(connection, namesOf('early', 50))
  await expect.poll(() => bridge.figures().signals.traces?.pending).toBe(50)
  await storeSpans(connection, namesOf('late', 500))
  await expect.poll(() => bridge.figures().signals.traces?.discarded).toBeGreaterThan(0)
  const { pending } = await consumerState(connection)

  await backend.open()

  await expect.poll(() => backend.spans.size).toBe(pending)
  expect(bridge.figures().signals.traces?.discarded).toBe(550 - pending)
  expect(bridge.figures().signals.logs?.discarded).toBe(0)
})

function outageAttempts({ bridge }: Awaited<ReturnType<typeof startFixture>>): number {
  return bridge.figures().signals.traces?.outage?.attempts ?? 0
}

function outageMs({ bridge }: Awaited<ReturnType<typeof startFixture>>): number {
  const since = bridge.figures().signals.traces?.outage?.since
  return since ? Date.now() - since.getTime() : 0
}
