import { describe, expect, test } from 'vitest'
import type { Bench } from '../src/bench.ts'
import { textOf } from '../src/observed/shape.ts'
import { read } from '../src/ours/read.ts'
import type { WireMessage } from '../src/recorded/fixture.ts'
import type { HeaderLine } from '../src/wire/frame.ts'
import { clientOf, consumers, isConsumer, openedBench, serve, TRACE_ID } from './acceptance.ts'
import { headerOf, recording } from './recorded.ts'

describe('15: names of headers in another case', () => {
  test.each(['Traceparent', 'TRACEPARENT'])('%s is the context of the message', async (name) => {
    const bench = await handled([[name, `00-${TRACE_ID}-00f067aa0ba902b7-01`]])

    expect(consumers(bench)).toMatchObject([
      {
        traceId: TRACE_ID,
        parentSpanId: '00f067aa0ba902b7',
        attributes: { 'nats.trace.context': 'case_mismatch' },
      },
    ])
  })

  test('X-Caller-Name is the caller, and nats-msg-id the id of the message', async () => {
    const bench = await openedBench()
    const seen = await serve(bench, { events: { 'orders.created': () => {} } })
    const headers: readonly HeaderLine[] = [
      ['X-Caller-Name', 'go-service'],
      ['nats-msg-id', 'go-1'],
    ]
    bench.other.publish({ ...EVENT, headers })
    await bench.telemetry.until((spans) => spans.some(isConsumer))

    expect(seen).toMatchObject([{ callerName: 'go-service' }])
    expect(consumers(bench)).toMatchObject([{ attributes: { 'messaging.message.id': 'go-1' } }])
  })

  test('X-Correlation-Id and X-Reply-To make a command that can be answered', async () => {
    const { fixture, sends } = await recording('62-foreign-js-rpc-canonical')
    const { reads } = await read(fixture, sends)
    const [ack, reply] = reads[0] ?? []

    expect(ack && textOf(ack.message.payload)).toBe('+ACK')
    expect(reply?.message).toMatchObject({ subject: 'ext.inbox.62' })
    expect(headerOf(reply?.message, 'x-correlation-id')).toBe('corr-9')
  })

  test('X-Error makes a reply an error', async () => {
    const bench = await openedBench()
    await bench.other.subscribe('n__microservice.cmd.get.order')
    const failure = clientOf(bench)
      .request('get.order', {})
      .catch((error: unknown) => error)
    const request = await bench.other.next(({ reply }) => reply !== undefined)
    const payload = new TextEncoder().encode('{"no":1}')
    bench.other.publish({ subject: request?.reply ?? '', headers: [['X-Error', 'true']], payload })

    expect(await failure).toMatchObject({ code: 'RPC_FAILED', payload: { no: 1 } })
  })
})

describe('16: a context that is not valid', () => {
  test.each([
    ['00-zz-00f067aa0ba902b7-01'],
    ['00-00000000000000000000000000000000-00f067aa0ba902b7-01'],
    ['ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'],
    ['00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01'],
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-extra'],
  ])('%s begins a new trace, and is told of as malformed', async (traceparent) => {
    const bench = await handled([['traceparent', traceparent]])

    expect(bench.telemetry.spans.filter(isConsumer)).toMatchObject([
      { attributes: { 'nats.trace.context': 'malformed' } },
    ])
    expect(consumers(bench)[0]).not.toHaveProperty('parentSpanId')
    expect(consumers(bench)[0]?.traceId).not.toBe(TRACE_ID)
  })

  test('a later version is continued, whatever follows', async () => {
    const bench = await handled([['traceparent', `01-${TRACE_ID}-00f067aa0ba902b7-01-extra`]])

    expect(consumers(bench)).toMatchObject([
      { traceId: TRACE_ID, parentSpanId: '00f067aa0ba902b7' },
    ])
  })

  test.each([
    ['two different values', ['traceparent', 'traceparent'], 'b'],
    ['two different values in two cases', ['traceparent', 'Traceparent'], 'b'],
    ['two equal values of one name', ['traceparent', 'traceparent'], 'a'],
  ])('%s begin a new trace, and are told of as duplicate', async (_, names, second) => {
    const bench = await handled([
      [names[0] ?? '', `00-${'a'.repeat(32)}-${'a'.repeat(16)}-01`],
      [names[1] ?? '', `00-${second.repeat(32)}-${second.repeat(16)}-01`],
    ])

    expect(consumers(bench)).toMatchObject([{ attributes: { 'nats.trace.context': 'duplicate' } }])
    expect(consumers(bench)[0]).not.toHaveProperty('parentSpanId')
  })

  test('a copy in canonical case, which readers in Go look for, is no second value', async () => {
    const traceparent = `00-${TRACE_ID}-00f067aa0ba902b7-01`
    const bench = await handled([
      ['traceparent', traceparent],
      ['Traceparent', traceparent],
    ])

    expect(consumers(bench)).toMatchObject([{ parentSpanId: '00f067aa0ba902b7' }])
  })
})

// The doctor is yet to come: what it will tell is what spans and `onLost` say already.
describe('18: what is wrong with the services around', () => {
  test('a publisher in canonical case is told of on the span', async () => {
    const { sends } = await recording('51-in-canonical-case')
    const bench = await handled(sends[0]?.message.headers ?? [])

    expect(consumers(bench)).toMatchObject([
      { attributes: { 'nats.trace.context': 'case_mismatch' } },
    ])
  })

  test('a service without an SDK, whose messages have x-subject and no context, is told of', async () => {
    const { sends } = await recording('82-otel-traces-none-no-active')
    const lost: unknown[] = []
    const headers = sends[0]?.message.headers ?? []
    const bench = await handled(headers, (loss) => lost.push(loss))

    expect(headers.map(([name]) => name)).toEqual(['x-subject', 'x-caller-name', 'Nats-Msg-Id'])
    expect(lost).toMatchObject([{ result: 'missing', operation: 'process' }])
    expect(consumers(bench)).toMatchObject([{ attributes: { 'nats.trace.context': 'missing' } }])
  })

  test('a context that an old server renamed is read, and told of', async () => {
    const bench = await handled([['Xraceparent', `00-${TRACE_ID}-00f067aa0ba902b7-01`]])

    expect(consumers(bench)).toMatchObject([
      {
        parentSpanId: '00f067aa0ba902b7',
        attributes: { 'nats.trace.context': 'disabled_by_server' },
      },
    ])
  })
})

const EVENT: WireMessage = {
  subject: 'n__microservice.ev.orders.created',
  headers: [],
  payload: new TextEncoder().encode('{"id":1}'),
}

/** A bench whose service has handled an event with these headers. */
async function handled(
  headers: readonly HeaderLine[],
  onLost?: (loss: unknown) => void,
): Promise<Bench> {
  const bench = await openedBench()
  const { telemetry } = bench
  await serve(bench, {
    events: { 'orders.created': () => {} },
    tracing: { telemetry, lost: 'off', ...(onLost && { onLost }) },
  })
  bench.other.publish({ ...EVENT, headers })
  await telemetry.until((spans) => spans.some(isConsumer))
  return bench
}
