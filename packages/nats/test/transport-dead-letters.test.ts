import { deadLetterHeaders, readDeadLetter } from '@hopscope/observe/headers'
import { jetstream, jetstreamManager, type StreamConfig } from '@nats-io/jetstream'
import { headers } from '@nats-io/nats-core'
import {
  getDeadLetter,
  readDeadLetters,
  removeDeadLetter,
  replayDeadLetter,
  type StoredDeadLetter,
} from '@hopscope/nats/transport'
import { expect, test } from 'vitest'
import { startPair } from './pair.ts'

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN_ID = '00f067aa0ba902b7'
const DEAD_LETTERS = 'orders__microservice_dlq-stream'
const EVENTS = 'orders__microservice_ev-stream'
const SUBJECT = 'orders__microservice.ev.orders.created'

test('a dead letter is read with why it is one, and what sent it', async () => {
  await using shop = await startShop()
  await shop.bury('{"id":7}')

  const [letter] = await shop.letters()

  expect(letter).toMatchObject({
    stream: DEAD_LETTERS,
    sequence: 1,
    subject: DEAD_LETTERS,
    info: {
      reason: 'no stock',
      subject: SUBJECT,
      stream: EVENTS,
      failedAt: new Date('2026-01-02T03:04:05.678Z'),
      deliveryCount: 3,
    },
    link: { traceId: TRACE_ID, spanId: SPAN_ID },
  })
  expect(new TextDecoder().decode(letter?.data)).toBe('{"id":7}')
  expect(letter?.headers.get('x-tenant-id')).toBe('acme')
})

test('dead letters are read from the oldest on, over gaps, up to the limit', async () => {
  await using shop = await startShop()
  for (const text of ['1', '2', '3', '4']) await shop.bury(text)
  await removeDeadLetter(shop.plain, { stream: DEAD_LETTERS, sequence: 2 })

  expect(sequencesOf(await shop.letters())).toEqual([1, 3, 4])
  expect(sequencesOf(await shop.letters({ limit: 2 }))).toEqual([1, 3])
  expect(sequencesOf(await shop.letters({ startSequence: 2 }))).toEqual([3, 4])
  expect(sequencesOf(await shop.letters({ startSequence: 5 }))).toEqual([])
})

test('a stream without dead letters gives none', async () => {
  await using shop = await startShop()

  expect(await shop.letters()).toEqual([])
})

test('what is no dead letter is passed over, and does not count', async () => {
  await using shop = await startShop()
  await jetstream(shop.plain).publish(DEAD_LETTERS, 'a stray')
  await shop.bury('1')

  expect(sequencesOf(await shop.letters({ limit: 1 }))).toEqual([2])
  expect(await getDeadLetter(shop.plain, { stream: DEAD_LETTERS, sequence: 1 })).toBeUndefined()
  expect(await getDeadLetter(shop.plain, { stream: DEAD_LETTERS, sequence: 9 })).toBeUndefined()
  expect(await getDeadLetter(shop.plain, { stream: DEAD_LETTERS, sequence: 2 })).toMatchObject({
    sequence: 2,
  })
})

test('what comes while dead letters are read is left for the next time', async () => {
  await using shop = await startShop()
  await shop.bury('1')
  await shop.bury('2')

  const read: number[] = []
  for await (const { sequence } of readDeadLetters(shop.plain, { stream: DEAD_LETTERS })) {
    read.push(sequence)
    await shop.bury('another')
  }

  expect(read).toEqual([1, 2])
})

test('a stream that does not exist cannot be read', async () => {
  await using shop = await startShop()

  await expect(readDeadLetters(shop.plain, { stream: 'nothing' }).next()).rejects.toMatchObject({
    code: 'READ_FAILED',
  })
})

test.each([{ limit: 0 }, { limit: 1.5 }, { startSequence: 0 }, { startSequence: Number.NaN }])(
  '%o is refused',
  async (options) => {
    await using shop = await startShop()

    await expect(shop.letters(options)).rejects.toMatchObject({ code: 'OPTION_INVALID' })
  },
)

test('a replay is the original again, with a context and an id of its own', async () => {
  await using shop = await startShop()
  await shop.bury('{"id":7}')
  const [letter] = await shop.letters()

  const replayed = await replayDeadLetter(shop.traced, expectLetter(letter))

  const [span] = shop.telemetry.spansNamed(`publish ${SUBJECT}`)
  const message = await shop.streams.getMessage(EVENTS, { seq: 1 })
  expect(replayed).toEqual({
    stream: EVENTS,
    sequence: 1,
    duplicate: false,
    subject: SUBJECT,
    removed: false,
  })
  expect(message?.string()).toBe('{"id":7}')
  expect([...(message?.header ?? headers())]).toEqual([
    ['x-subject', [SUBJECT]],
    ['x-caller-name', ['gateway__microservice']],
    ['x-tenant-id', ['acme']],
    ['baggage', ['tenant=acme']],
    ['traceparent', [expect.stringContaining(`${span?.traceId}-${span?.spanId}`)]],
    ['Nats-Msg-Id', [`replay-${DEAD_LETTERS}-1-${letter?.storedAt}`]],
  ])
  expect(readDeadLetter(message?.header)).toBeUndefined()
})

test('the span of a replay begins a trace, with a link to the original', async () => {
  await using shop = await startShop()
  await shop.bury('1')
  const [letter] = await shop.letters()

  await replayDeadLetter(shop.traced, expectLetter(letter))

  const [span] = shop.telemetry.spansNamed(`publish ${SUBJECT}`)
  expect(span?.parentSpanId).toBeUndefined()
  expect(span?.traceId).not.toBe(TRACE_ID)
  expect(span?.links).toMatchObject([{ traceId: TRACE_ID, spanId: SPAN_ID }])
  expect(span?.attributes).toMatchObject({
    'messaging.nats.stream.name': EVENTS,
    'messaging.nats.message.stream_sequence': 1,
  })
})

test('a second replay is a duplicate, and stored once', async () => {
  await using shop = await startShop()
  await shop.bury('1')
  const [letter] = await shop.letters()

  await replayDeadLetter(shop.traced, expectLetter(letter))
  const again = await replayDeadLetter(shop.traced, expectLetter(letter), { remove: true })

  expect(again).toMatchObject({ sequence: 1, duplicate: true, removed: true })
  expect((await shop.streams.info(EVENTS)).state.messages).toBe(1)
  expect(await shop.letters()).toEqual([])
})

test('a dead letter stays where it is when no stream takes the original', async () => {
  await using shop = await startShop()
  await shop.bury('1', { subject: 'gone.away' })
  const [letter] = await shop.letters()

  await expect(
    replayDeadLetter(shop.traced, expectLetter(letter), { remove: true }),
  ).rejects.toMatchObject({ code: 'PUBLISH_FAILED' })
  expect(sequencesOf(await shop.letters())).toEqual([1])
  expect(shop.telemetry.spans[0]?.status.code).toBe('error')
})

test('a dead letter that was removed before is told of, after the replay', async () => {
  await using shop = await startShop()
  await shop.bury('1')
  const [letter] = await shop.letters()
  await removeDeadLetter(shop.plain, expectLetter(letter))

  await expect(
    replayDeadLetter(shop.traced, expectLetter(letter), { remove: true }),
  ).rejects.toMatchObject({ code: 'REMOVE_FAILED' })
  expect((await shop.streams.info(EVENTS)).state.messages).toBe(1)
})

test('a replay may go elsewhere', async () => {
  await using shop = await startShop()
  await shop.bury('1')
  const [letter] = await shop.letters()
  const subject = 'orders__microservice.ev.orders.repaired'

  await replayDeadLetter(shop.traced, expectLetter(letter), { subject })

  const message = await shop.streams.getMessage(EVENTS, { seq: 1 })
  expect(message?.subject).toBe(subject)
  expect(message?.header.get('x-subject')).toBe(subject)
})

test.each(['$JS.API.STREAM.DELETE.ORDERS', '$SYS.REQ.SERVER.PING', 'orders.*', 'a..b', 'a b'])(
  'a dead letter that claims to come from %s is not replayed',
  async (subject) => {
    await using shop = await startShop()
    await shop.bury('1', { subject })
    const [letter] = await shop.letters()

    await expect(replayDeadLetter(shop.traced, expectLetter(letter))).rejects.toMatchObject({
      code: 'OPTION_INVALID',
    })
    expect(shop.telemetry.spans).toEqual([])
  },
)

test('a dead letter without its original subject needs one', async () => {
  await using shop = await startShop()
  const own = headers()
  own.set('X-Dead-Letter-Reason', 'no stock')
  await jetstream(shop.plain).publish(DEAD_LETTERS, '1', { headers: own })
  const [letter] = await shop.letters()

  await expect(replayDeadLetter(shop.traced, expectLetter(letter))).rejects.toMatchObject({
    code: 'OPTION_INVALID',
  })
  expect(
    await replayDeadLetter(shop.traced, expectLetter(letter), { subject: SUBJECT }),
  ).toMatchObject({ stream: EVENTS })
})

test('a dead letter that had no room for the bytes is not replayed without them', async () => {
  await using shop = await startShop()
  const own = headers()
  own.set('x-dead-letter-reason', 'too large')
  own.set('x-original-subject', SUBJECT)
  own.set('x-original-stream', EVENTS)
  own.set('x-original-sequence', '7')
  await jetstream(shop.plain).publish(DEAD_LETTERS, '', { headers: own })
  const [letter] = await shop.letters()

  await expect(replayDeadLetter(shop.traced, expectLetter(letter))).rejects.toMatchObject({
    code: 'OPTION_INVALID',
    hint: `they were too many for a dead letter: they are record 7 of ${EVENTS}`,
  })
})

test('a replay without tracing carries no context, and not that of the original', async () => {
  await using shop = await startShop()
  await shop.bury('1')
  const [letter] = await shop.letters()

  await replayDeadLetter(shop.plain, expectLetter(letter), { tracing: false })

  const message = await shop.streams.getMessage(EVENTS, { seq: 1 })
  expect(message?.header.keys()).not.toContain('traceparent')
})

function sequencesOf(letters: readonly StoredDeadLetter[]): number[] {
  return letters.map(({ sequence }) => sequence)
}

function expectLetter(letter: StoredDeadLetter | undefined): StoredDeadLetter {
  if (!letter) throw new Error('there is no dead letter')
  return letter
}

/** A service `orders` whose dead letters another wrote. */
async function startShop() {
  const pair = await startPair()
  const { streams } = await jetstreamManager(pair.plain)
  const add = (config: Pick<StreamConfig, 'name' | 'subjects'>) => streams.add(config)
  await add({ name: EVENTS, subjects: ['orders__microservice.ev.>'] })
  await add({ name: DEAD_LETTERS, subjects: [DEAD_LETTERS] })
  const client = jetstream(pair.plain)
  return {
    ...pair,
    streams,
    async letters(
      options: Partial<Parameters<typeof readDeadLetters>[1]> = {},
    ): Promise<StoredDeadLetter[]> {
      const letters: StoredDeadLetter[] = []
      const found = readDeadLetters(pair.plain, { stream: DEAD_LETTERS, ...options })
      for await (const letter of found) letters.push(letter)
      return letters
    },
    /** Writes a dead letter as the contract has it. */
    async bury(text: string, { subject = SUBJECT } = {}): Promise<void> {
      const own = headers()
      own.append('x-subject', SUBJECT)
      own.append('x-caller-name', 'gateway__microservice')
      own.append('x-tenant-id', 'acme')
      own.append('traceparent', `00-${TRACE_ID}-${SPAN_ID}-01`)
      own.append('tracestate', 'vendor=1')
      own.append('baggage', 'tenant=acme')
      const info = {
        reason: 'no stock',
        subject,
        stream: EVENTS,
        failedAt: new Date('2026-01-02T03:04:05.678Z'),
        deliveryCount: 3,
      }
      for (const [name, value] of deadLetterHeaders(info)) own.append(name, value)
      await client.publish(DEAD_LETTERS, text, { headers: own })
    },
  }
}
