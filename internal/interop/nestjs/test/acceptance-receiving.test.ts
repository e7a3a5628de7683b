import { instrument } from '@hopscope/nats'
import { commandQueueOf } from '@hopscope/nats/transport'
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream'
import { describe, expect, test } from 'vitest'
import type { Bench } from '../src/bench.ts'
import { textOf } from '../src/observed/shape.ts'
import { read } from '../src/ours/read.ts'
import { valuesOf } from '../src/wire/frame.ts'
import { consumers, isConsumer, openedBench, serve } from './acceptance.ts'
import { contextOf, headerOf, recordedSend, recording, type RecordedContext } from './recorded.ts'

const NO_HANDLER = '{"message":"No handler for subject: orders__microservice.cmd.get.unknown"}'

// What ours reads of what nestjs-jetstream wrote, byte for byte as it was recorded.

describe('10: a recorded message', () => {
  test.each([
    '01-event',
    '02-event-record',
    '05-broadcast',
    '06-ordered',
    '07-ttl',
    '30-rpc-js',
    '31-rpc-js-async',
    '32-rpc-js-void',
    '34-rpc-js-error-bare',
    '36-rpc-js-handler-timeout',
  ])('of %s has its parent, its message id and its delivery count', async (id) => {
    const { fixture, sends } = await recording(id)
    const { telemetry } = await read(fixture, sends)
    const [message] = sends.map((send) => send.message)
    const { traceId, parentSpanId } = contextOf(message)

    expect(telemetry.spans.filter(isConsumer)).toMatchObject([
      {
        traceId,
        parentSpanId,
        attributes: {
          'messaging.message.id': message && valuesOf(message, 'Nats-Msg-Id')[0],
          'messaging.nats.message.delivery_count': 1,
        },
      },
    ])
  })

  test('has its baggage', async () => {
    const { fixture, sends } = await recording('02-event-record')
    const { handlers } = await read(fixture, sends)

    expect(handlers).toMatchObject([
      {
        baggage: [
          ['tenant', 'acme'],
          ['region', 'eu west'],
        ],
      },
    ])
  })

  test('is handled once if it comes twice with one message id', async () => {
    const { fixture, sends } = await recording('03-event-duplicate')
    const { handlers } = await read(fixture, sends)

    expect(handlers.map(({ data }) => data)).toEqual([{ id: 3 }])
  })

  test('has the caller that it names, spoofed or not', async () => {
    const { fixture, sends } = await recording('09-overwrite-attempt')
    const { handlers } = await read(fixture, sends)

    expect(handlers.map(({ callerName }) => callerName)).toEqual([
      'spoofed',
      'gateway__microservice',
      'gateway__microservice',
    ])
  })
})

describe('11: an event that a plain consumer of ours reads', () => {
  test('with a callback is below the span that sent it', async () => {
    const bench = await withStoredEvent()
    const { consumer } = await consumerOf(bench)
    const messages = await consumer.consume({ callback: (message) => message.ack() })
    await bench.telemetry.until((spans) => spans.some(isConsumer))
    await messages.close()

    expect(consumers(bench)).toMatchObject([await recordedParent()])
  })

  test('with an iterator is below the span that sent it', async () => {
    const bench = await withStoredEvent()
    const { consumer } = await consumerOf(bench)
    for await (const message of await consumer.consume()) {
      message.ack()
      break
    }
    await bench.telemetry.until((spans) => spans.some(isConsumer))

    expect(consumers(bench)).toMatchObject([await recordedParent()])
  })

  test('in a batch, with links, has a trace of its own and a link to the span that sent it', async () => {
    const bench = await withStoredEvent()
    const { consumer } = await consumerOf(bench, 'link')
    for await (const message of await consumer.fetch({ max_messages: 1, expires: 1000 })) {
      message.ack()
    }
    await bench.telemetry.until((spans) => spans.some(isConsumer))

    const { traceId, parentSpanId } = await recordedParent()
    expect(consumers(bench)).toMatchObject([{ links: [{ traceId, spanId: parentSpanId }] }])
    expect(consumers(bench)[0]?.traceId).not.toBe(traceId)
  })
})

describe('12: a command of nestjs-jetstream', () => {
  test.each([
    ['10-rpc-core', '{"id":10,"ok":true}', []],
    [
      '12-rpc-core-error-rpcexception',
      '{"code":"NOT_FOUND","message":"Order not found"}',
      ['true'],
    ],
    ['14-rpc-core-error-bare', '{"status":"error","message":"Internal server error"}', ['true']],
    ['18-rpc-core-no-handler', NO_HANDLER, ['true']],
  ])('%s over core NATS is answered with %s', async (id, payload, error) => {
    const { fixture, sends } = await recording(id)
    const { reads } = await read(fixture, sends)
    const [reply] = reads[0] ?? []

    expect(reply && textOf(reply.message.payload)).toBe(payload)
    expect(reply && valuesOf(reply.message, 'x-error')).toEqual(error)
  })

  test('by JetStream is settled, and then answered on its inbox with its correlation id', async () => {
    const { fixture, sends } = await recording('30-rpc-js')
    const { reads } = await read(fixture, sends)
    const [ack, reply] = reads[0] ?? []

    expect(ack && textOf(ack.message.payload)).toBe('+ACK')
    expect(reply && textOf(reply.message.payload)).toBe('{"charged":5}')
    expect(reply?.message.subject).toBe(headerOf(sends[0]?.message, 'x-reply-to'))
    expect(headerOf(reply?.message, 'x-correlation-id')).toBe(
      headerOf(sends[0]?.message, 'x-correlation-id'),
    )
  })

  test('by JetStream that fails is answered, and then terminated', async () => {
    const { fixture, sends } = await recording('34-rpc-js-error-bare')
    const { reads } = await read(fixture, sends)
    const [reply, term] = reads[0] ?? []

    expect(headerOf(reply?.message, 'x-error')).toBe('true')
    expect(headerOf(reply?.message, 'x-correlation-id')).toBe(
      headerOf(sends[0]?.message, 'x-correlation-id'),
    )
    expect(term && textOf(term.message.payload)).toBe(
      '+TERM Handler error: billing__microservice.cmd.fail.error',
    )
  })

  test('over core NATS to which nobody can be answered is ignored, and its span says so', async () => {
    const bench = await openedBench()
    const seen = await serve(bench, { commands: { 'get.order': () => 'done' } })
    const payload = new TextEncoder().encode('{"id":"no-reply"}')
    bench.other.publish({ subject: 'n__microservice.cmd.get.order', payload })
    await bench.telemetry.until((spans) => spans.some(isConsumer))

    expect(seen).toEqual([])
    expect(consumers(bench)).toMatchObject([{ status: { code: 'error' } }])
  })

  test('is shared with the instances of nestjs-jetstream, each one handled by one of them', async () => {
    const bench = await openedBench()
    const subject = 'n__microservice.cmd.get.order'
    const handled: unknown[] = []
    await serve(bench, { commands: { 'get.order': (data) => void handled.push(data) } })
    await bench.other.subscribe('n__microservice.cmd.>', commandQueueOf('n'))
    for (let id = 0; id < 50; id++) {
      const payload = new TextEncoder().encode(JSON.stringify({ id }))
      bench.other.publish({ subject, reply: '_INBOX.any', payload })
    }
    await bench.other.flush()
    const received = () => bench.other.received.frames.length

    await expect.poll(() => handled.length + received()).toBe(50)
    expect(handled.length).toBeGreaterThan(0)
    expect(received()).toBeGreaterThan(0)
  })
})

test('14: attempts that failed are in one trace, each with its count', async () => {
  const { fixture, sends } = await recording('40-retry')
  const { telemetry } = await read(fixture, sends)
  const spans = telemetry.spans.filter(isConsumer)
  const context = contextOf(sends[0]?.message)

  expect(spans).toMatchObject(spans.map(() => context))
  expect(
    spans.map(({ status, attributes }) => [
      attributes['messaging.nats.message.delivery_count'],
      status.code === 'error',
    ]),
  ).toEqual([
    [1, true],
    [2, true],
    [3, false],
  ])
})

/** A bench with a stream that has the event of the recording. */
async function withStoredEvent(): Promise<Bench> {
  const bench = await openedBench()
  const { streams, consumers } = await jetstreamManager(bench.admin)
  await streams.add({ name: 'EVENTS', subjects: ['orders__microservice.ev.>'] })
  await consumers.add('EVENTS', { durable_name: 'worker', ack_policy: AckPolicy.Explicit })
  bench.other.publish((await recordedSend('01-event')).message)
  await bench.other.flush()
  return bench
}

async function consumerOf(
  { connection, telemetry }: Bench,
  parent: 'message' | 'link' = 'message',
) {
  const traced = instrument(connection, { telemetry, lost: 'off', parent })
  return { consumer: await jetstream(traced).consumers.get('EVENTS', 'worker') }
}

async function recordedParent(): Promise<RecordedContext> {
  return contextOf((await recordedSend('01-event')).message)
}
