import { instrument } from '@hopscope/nats'
import { headerRule } from '@hopscope/observe/headers'
import { readDeadLetters, type StoredDeadLetter } from '@hopscope/nats/transport'
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { describe, expect, test } from 'vitest'
import type { Bench } from '../src/bench.ts'
import { read } from '../src/ours/read.ts'
import type { WireMessage } from '../src/recorded/fixture.ts'
import { clientOf, consumers, isConsumer, openedBench, serve } from './acceptance.ts'
import { contextOf, headerOf, recording } from './recorded.ts'

describe('13: a dead letter', () => {
  test.each([
    ['44-dlq-business-error', 'none left', 3],
    ['45-dlq-no-handler', 'No handler for event: orders__microservice.ev.orders.nobody-listens', 1],
    ['46-dlq-undecodable', expect.stringMatching(/^Decode error: /), 1],
  ])('of nestjs-jetstream in %s is read in full', async (id, reason, deliveryCount) => {
    const { fixture, letter } = await recordedLetter(id)
    const [read] = await readStored([letter])
    const subject = headerOf(letter, 'x-original-subject')

    expect(read?.info).toEqual({
      reason,
      subject,
      stream: 'orders__microservice_ev-stream',
      failedAt: new Date(headerOf(letter, 'x-failed-at')),
      deliveryCount,
    })
    expect(read?.data).toEqual(letter.payload)
    expect(read?.link?.spanId).toBe(fixture.spans.find(({ kind }) => kind === 'PRODUCER')?.spanId)
  })

  test.each(['44-dlq-business-error', '45-dlq-no-handler', '46-dlq-undecodable'])(
    'of ours in %s has the bytes, the headers and the trace of the message',
    async (id) => {
      const { fixture, sends } = await recording(id)
      const { reads } = await read(fixture, sends)
      const [recorded] = deadLettersOf(sends[0]?.written)
      const [ours] = deadLettersOf(reads[0])

      expect(ours?.payload).toEqual(recorded?.payload)
      expect(namesOf(ours).filter((name) => headerRule(name) !== 'nats')).toEqual(namesOf(recorded))
      expect(headerOf(ours, 'traceparent')).toBe(headerOf(sends[0]?.message, 'traceparent'))
      expect(headerOf(ours, 'Nats-Msg-Id')).toMatch(/^dlq-orders__microservice_ev-stream-1/)
    },
  )

  test.each([
    ['a line break', 'first\r\nsecond\n', 'first second'],
    ['control characters', 'a\u0000b\u001bc', 'a b c'],
    ['an over-long text', 'é'.repeat(3000), 'é'.repeat(512)],
  ])('has no reason that a header cannot hold: %s', async (_, message, reason) => {
    const bench = await openedBench()
    await serve(bench, {
      events: {
        doomed: () => {
          throw new Error(message)
        },
      },
    })
    await clientOf(bench).publish('doomed', { id: 1 })
    await expect.poll(() => lettersOf(bench)).toMatchObject([{ info: { reason } }])
  })
})

test('13: a dead letter that a consumer of ours reads is linked to what was published, not below it', async () => {
  const bench = await openedBench()
  const { letter } = await recordedLetter('44-dlq-business-error')
  const { streams, consumers: durables } = await jetstreamManager(bench.admin)
  await streams.add({ name: DEAD, subjects: [DEAD] })
  await durables.add(DEAD, { durable_name: 'worker', ack_policy: AckPolicy.Explicit })
  bench.other.publish({ ...letter, reply: '' })
  await bench.other.flush()
  const traced = instrument(bench.connection, { telemetry: bench.telemetry, lost: 'off' })
  const consumer = await jetstream(traced).consumers.get(DEAD, 'worker')
  for await (const message of await consumer.fetch({ max_messages: 1, expires: 1000 })) {
    message.ack()
  }
  await bench.telemetry.until((spans) => spans.some(isConsumer))

  const { traceId, parentSpanId } = contextOf(letter)
  expect(consumers(bench)).toMatchObject([{ links: [{ traceId, spanId: parentSpanId }] }])
  expect(consumers(bench)[0]).not.toHaveProperty('parentSpanId')
})

test('13: a dead letter has the five headers once, and none that servers had for the message', async () => {
  const bench = await openedBench()
  await serve(bench, {
    events: {
      doomed: () => {
        throw new Error('now')
      },
    },
  })
  bench.other.publish({
    subject: 'n__microservice.ev.doomed',
    headers: [
      ['X-Dead-Letter-Reason', 'before'],
      ['nats-msg-id', 'order-1'],
      ['Nats-TTL', '1h'],
      ['x-tenant', 'a'],
      ['x-tenant', 'b'],
    ],
    payload: new TextEncoder().encode('{}'),
  })
  await expect.poll(() => lettersOf(bench)).toHaveLength(1)

  const subject = 'n__microservice_dlq-stream'
  const sent = bench.tap.sent.frames.find((frame) => frame.subject === subject)
  expect(namesOf(sent)).toEqual([
    'x-tenant',
    'x-tenant',
    'x-dead-letter-reason',
    'x-original-subject',
    'x-original-stream',
    'x-failed-at',
    'x-delivery-count',
    'Nats-Msg-Id',
  ])
  expect(headerOf(sent, 'x-dead-letter-reason')).toBe('now')
})

test('18: a dead letter whose reason is masked can be told from one with a reason', async () => {
  const masked: WireMessage = {
    ...(await recordedLetter('44-dlq-business-error')).letter,
    headers: [
      ['x-dead-letter-reason', 'Internal server error'],
      ['x-original-subject', 'n__microservice.ev.orders.created'],
    ],
  }
  const letters = await readStored([masked, (await recordedLetter('44-dlq-business-error')).letter])

  expect(letters.map(({ info }) => info.reason === 'Internal server error')).toEqual([true, false])
})

const DEAD = 'orders__microservice_dlq-stream'

function namesOf(message: WireMessage | undefined): readonly string[] {
  return message?.headers.map(([name]) => name) ?? []
}

function deadLettersOf(
  written: readonly { readonly what: string; readonly message: WireMessage }[] = [],
): readonly WireMessage[] {
  return written.filter(({ what }) => what === 'dead letter').map(({ message }) => message)
}

async function recordedLetter(id: string) {
  const { fixture, sends } = await recording(id)
  const [letter] = deadLettersOf(sends[0]?.written)
  if (!letter) throw new Error(`there is no dead letter in ${id}`)
  return { fixture, letter }
}

/** Puts messages into a stream of dead letters, and reads them. */
async function readStored(messages: readonly WireMessage[]): Promise<readonly StoredDeadLetter[]> {
  const bench = await openedBench()
  const { streams } = await jetstreamManager(bench.admin)
  await streams.add({ name: 'n__microservice_dlq-stream', subjects: [DEAD] })
  for (const { subject, headers, payload } of messages) {
    bench.other.publish({ subject, headers, payload })
  }
  await bench.other.flush()
  await expect.poll(() => lettersOf(bench)).toHaveLength(messages.length)
  return lettersOf(bench)
}

async function lettersOf({ admin }: Bench): Promise<readonly StoredDeadLetter[]> {
  const letters: StoredDeadLetter[] = []
  const stream = 'n__microservice_dlq-stream'
  for await (const letter of readDeadLetters(admin, { stream })) letters.push(letter)
  return letters
}
