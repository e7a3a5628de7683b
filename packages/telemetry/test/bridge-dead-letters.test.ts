import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { startBridge } from '@hopscope/telemetry/bridge'
import { expect, test } from 'vitest'
import { consumerState, quick, SETTLED, startFixture } from './bridge-fixture.ts'
import type { ReceivedRequest } from './counting-backend.ts'
import { deadLetters } from './dead-letters.ts'
import { namesOf, spanRequest, store, storeSpans } from './store-telemetry.ts'

test('a record that the backend cannot read is found, and does not take its neighbours with it', async () => {
  await using fixture = await startFixture({ flushIntervalMs: 200 })
  const { connection, backend, bridge } = fixture
  backend.answer = (request) => (isPoisoned(request) ? 400 : 200)

  const names = [...namesOf('a', 37), 'poison', ...namesOf('b', 41), 'poison too', 'last']
  await storeSpans(connection, names)

  await expect.poll(() => backend.spans.size).toBe(79)
  await expect.poll(async () => (await deadLetters(connection)).length).toBe(2)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(backend.accepted.get('/v1/traces')).toHaveLength(79)
  expect(bridge.figures().signals.traces).toMatchObject({
    exported: 79,
    deadLetters: 2,
    retries: 0,
  })
})

test('a dead letter has the bytes as they were, the headers, and five more that say why', async () => {
  await using fixture = await startFixture()
  const { connection, backend } = fixture
  backend.answer = (request) =>
    isPoisoned(request) ? { status: 400, body: '{"message":"no"}' } : 200
  const body = spanRequest('poison')

  await store(connection, 'telemetry.spans.shop.batch', [body], {
    'Content-Type': 'application/x-protobuf',
    'Nats-Msg-Id': 'of the original',
  })

  await expect.poll(async () => (await deadLetters(connection)).length).toBe(1)
  const [letter] = await deadLetters(connection)
  expect(letter?.subject).toBe('telemetry-dlq.otlp-bridge.traces')
  expect(Buffer.from(letter?.data ?? []).equals(body)).toBe(true)
  expect(letter?.headers).toEqual({
    'Content-Type': 'application/x-protobuf',
    'Nats-Msg-Id': expect.stringMatching(/^dlq-otlp-bridge-TELEMETRY-1-\d{13}$/),
    'x-dead-letter-reason': 'HTTP status 400: no',
    'x-original-subject': 'telemetry.spans.shop.batch',
    'x-original-stream': 'TELEMETRY',
    'x-failed-at': expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    'x-delivery-count': '1',
  })
})

test('the stream of dead letters keeps them for thirty days', async () => {
  await using fixture = await startFixture()
  const { connection } = fixture
  await store(connection, 'telemetry.spans.s.run', ['{"no":"span"}'])
  await expect.poll(async () => (await deadLetters(connection)).length).toBe(1)

  const { streams } = await jetstreamManager(connection)

  expect((await streams.info('TELEMETRY_DLQ')).config).toMatchObject({
    subjects: ['telemetry-dlq.>'],
    max_age: 30 * 24 * 3600 * 1e9,
  })
})

test('what cannot be decoded is a dead letter without a request', async () => {
  await using fixture = await startFixture()
  const { connection, backend, bridge } = fixture
  await expect.poll(() => bridge.state).toBe('sending')
  const probes = backend.requests.length

  await store(connection, 'telemetry.spans.s.run', ['{"no":"span"}', 'nothing'])

  await expect.poll(async () => (await deadLetters(connection)).length).toBe(2)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(backend.requests).toHaveLength(probes)
  const letters = await deadLetters(connection)
  expect(letters.map(({ headers }) => headers['x-dead-letter-reason'])).toEqual([
    expect.stringMatching(/^undecodable: /),
    expect.stringMatching(/^undecodable: /),
  ])
})

test('requests that are too large are halved until they are taken', async () => {
  await using fixture = await startFixture({ flushIntervalMs: 200 })
  const { connection, backend, bridge } = fixture
  backend.answer = ({ names }) => (names.length > 7 ? 413 : 200)

  await storeSpans(connection, namesOf('span', 300))

  await expect.poll(() => backend.spans.size).toBe(300)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(await deadLetters(connection)).toEqual([])
  expect(bridge.figures().signals.traces?.exported).toBe(300)
})

test('a record that is too large alone is a dead letter at once', async () => {
  await using fixture = await startFixture()
  const { connection, backend, bridge } = fixture
  backend.answer = (request) => (isPoisoned(request) ? 413 : 200)

  await storeSpans(connection, ['poison', 'good'])

  await expect.poll(async () => (await deadLetters(connection)).length).toBe(1)
  await expect.poll(() => backend.spans).toEqual(new Set(['good']))
  expect(bridge.figures().signals.traces).toMatchObject({ deadLetters: 1, retries: 0 })
})

test('several that are refused for no clear reason need no other to be tried four times', async () => {
  await using fixture = await startFixture({ flushIntervalMs: 200 })
  const { connection, backend, bridge } = fixture
  backend.answer = (request) => (isPoisoned(request) ? 500 : 200)

  await storeSpans(connection, ['poison 1', ...namesOf('a', 9), 'poison 2', 'b', 'poison 3', 'c'])

  await expect.poll(async () => (await deadLetters(connection)).length).toBe(3)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(backend.spans.size).toBe(11)
  expect(bridge.figures().signals.traces).toMatchObject({ deadLetters: 3, retries: 9 })
})

test('a record that is refused for no clear reason is tried four times, then a dead letter', async () => {
  await using fixture = await startFixture()
  const { connection, backend, bridge, events } = fixture
  backend.answer = (request) => (isPoisoned(request) ? 500 : 200)

  await storeSpans(connection, ['poison', ...namesOf('span', 20)])

  // If all others were taken before it was first doubted, it waits for one more.
  const storeAndCount = async (): Promise<number> => {
    await storeSpans(connection, ['one more'])
    return (await deadLetters(connection)).length
  }
  await expect.poll(storeAndCount).toBe(1)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  const [letter] = await deadLetters(connection)
  expect(backend.spans.size).toBe(21)
  expect(letter?.headers).toMatchObject({
    'x-dead-letter-reason': 'refused 4 times: HTTP status 500',
    'x-delivery-count': '4',
  })
  expect(bridge.figures().signals.traces).toMatchObject({ deadLetters: 1, retries: 3 })
  const retries = events.filter(({ kind }) => kind === 'retry')
  expect(retries).toMatchObject([{ retryInMs: 30 }, { retryInMs: 60 }, { retryInMs: 120 }])
})

test('records that are refused for no clear reason do not hold up those behind them for ever', async () => {
  await using fixture = await startFixture({ batchSize: 5 })
  const { connection, backend, bridge } = fixture
  backend.answer = (request) => (isPoisoned(request) ? 500 : 200)
  await storeSpans(connection, namesOf('poison', 60))
  await expect.poll(() => bridge.state).toBe('out')

  const storeAndCount = async (): Promise<number> => {
    await storeSpans(connection, ['span'])
    return (await deadLetters(connection)).length
  }

  // Each is tried four times: hundreds of requests, which take as long as the machine is busy.
  await expect.poll(storeAndCount, { timeout: 90_000 }).toBe(60)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(backend.spans).toEqual(new Set(['span']))
  expect(bridge.figures().signals.traces?.deadLetters).toBe(60)
}, 120_000)

test('the only record is kept for as long as no other shows that the backend takes any', async () => {
  await using fixture = await startFixture()
  const { connection, backend, bridge } = fixture
  backend.answer = (request) => (isPoisoned(request) ? 500 : 200)
  await storeSpans(connection, ['poison'])
  await expect.poll(() => bridge.figures().signals.traces?.outage?.attempts).toBeGreaterThan(8)
  const alone = bridge.figures().signals.traces
  const letters = await deadLetters(connection)

  await storeSpans(connection, ['span'])

  await expect.poll(async () => (await deadLetters(connection)).length).toBe(1)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(alone).toMatchObject({
    state: 'out',
    retries: 0,
    outage: { reason: 'HTTP status 500, also for record 1 alone' },
  })
  expect(letters).toEqual([])
  expect(backend.spans).toEqual(new Set(['span']))
})

test('the only record that nobody takes is gone when it is deleted and the bridge started again', async () => {
  await using fixture = await startFixture()
  const { connection, backend, bridge } = fixture
  backend.answer = (request) => (isPoisoned(request) ? 500 : 200)
  await storeSpans(connection, ['poison'])
  await expect.poll(() => bridge.state).toBe('out')
  const { streams } = await jetstreamManager(connection)

  await streams.deleteMessage('TELEMETRY', 1)
  await bridge.stop()
  await using again = await startBridge(connection, quick(backend))

  await expect.poll(() => again.state).toBe('sending')
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(await deadLetters(connection)).toEqual([])
})

test('a record that is taken at last is no dead letter', async () => {
  await using fixture = await startFixture()
  const { connection, backend, bridge } = fixture
  const retries = (): number => bridge.figures().signals.traces?.retries ?? 0
  backend.answer = (request) => (isPoisoned(request) && retries() < 3 ? 500 : 200)
  await storeSpans(connection, ['poison'])

  // It spends an attempt only while others are taken.
  const storeAndLook = async (): Promise<boolean> => {
    await storeSpans(connection, ['one more'])
    return backend.spans.has('poison')
  }
  await expect.poll(storeAndLook).toBe(true)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(bridge.figures().signals.traces).toMatchObject({ deadLetters: 0, retries: 3 })
  expect(await deadLetters(connection)).toEqual([])
})

test('a record that no stream takes as a dead letter stays where it is, until one does', async () => {
  await using fixture = await startFixture(
    {},
    {
      before: async ({ connection }) => {
        const { streams } = await jetstreamManager(connection)
        await streams.add({ name: 'TELEMETRY_DLQ', subjects: ['telemetry-dlq.>'], max_msg_size: 5 })
      },
    },
  )
  const { connection, bridge, events } = fixture
  await store(connection, 'telemetry.spans.s.run', ['{"no":"span"}'])
  await expect.poll(() => events.filter(({ kind }) => kind === 'problem').length).toBeGreaterThan(0)
  const { ackPending } = await consumerState(connection)

  const { streams } = await jetstreamManager(connection)
  await streams.update('TELEMETRY_DLQ', { max_msg_size: -1 })

  await expect.poll(async () => (await deadLetters(connection)).length).toBe(1)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(ackPending).toBe(1)
  expect(bridge.figures().signals.traces?.deadLetters).toBe(1)
})

test('what cannot be decoded is a dead letter, however large it is', async () => {
  await using fixture = await startFixture()
  const { connection, bridge } = fixture
  const bytes = 'x'.repeat((connection.info?.max_payload ?? 0) - 10)

  await jetstream(connection).publish('telemetry.spans.a.batch', bytes)

  await expect.poll(() => bridge.figures().signals.traces?.deadLetters).toBe(1)
  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
})

test('a dead letter that has no room for the bytes says where they are', async () => {
  await using fixture = await startFixture()
  const { connection, bridge, events } = fixture
  const bytes = 'x'.repeat((connection.info?.max_payload ?? 0) - 60)

  await store(connection, 'telemetry.spans.a.batch', [bytes], { 'x-own': 'of the original' })

  await expect.poll(() => bridge.figures().signals.traces?.deadLetters).toBe(1)
  const [letter] = await deadLetters(connection)
  const { streams } = await jetstreamManager(connection)
  const original = await streams.getMessage('TELEMETRY', { seq: 1 })
  const reason = expect.stringMatching(
    /^undecodable: .*; its bytes stay in TELEMETRY as record 1, since max_payload is \d+ too small for a dead letter$/,
  )
  expect(letter?.data).toHaveLength(0)
  expect(letter?.headers).toEqual({
    'Nats-Msg-Id': expect.stringMatching(/^dlq-otlp-bridge-TELEMETRY-1-\d{13}$/),
    'x-dead-letter-reason': reason,
    'x-original-subject': 'telemetry.spans.a.batch',
    'x-original-stream': 'TELEMETRY',
    'x-original-sequence': '1',
    'x-failed-at': expect.any(String),
    'x-delivery-count': '1',
  })
  expect(original?.data).toHaveLength(bytes.length)
  expect(events).toContainEqual(expect.objectContaining({ kind: 'dead-letter', reason }))
})

test('what the backend took and dropped is counted, and not sent again', async () => {
  await using fixture = await startFixture()
  const { connection, backend, bridge, events } = fixture
  await expect.poll(() => bridge.state).toBe('sending')
  const body = '{"partialSuccess":{"rejectedSpans":"3","errorMessage":"too old"}}'
  backend.answer = () => ({ status: 200, body })

  await storeSpans(connection, namesOf('span', 5))

  await expect.poll(() => consumerState(connection)).toEqual(SETTLED)
  expect(backend.accepted.get('/v1/traces')).toHaveLength(5)
  expect(bridge.figures().signals.traces?.rejected).toBeGreaterThanOrEqual(3)
  expect(events).toContainEqual({
    kind: 'partial-success',
    signal: 'traces',
    rejected: 3,
    message: 'too old',
  })
})

function isPoisoned({ names }: ReceivedRequest): boolean {
  return names.some((name) => name.startsWith('poison'))
}
