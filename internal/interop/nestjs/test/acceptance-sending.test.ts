import { JetstreamRecordBuilder, toNanos } from '@hopscope/observe/headers'
import { messagePackCodec } from '@hopscope/nats/transport/msgpack'
import { describe, expect, test } from 'vitest'
import { write } from '../src/ours/write.ts'
import { valuesOf } from '../src/wire/frame.ts'
import {
  below,
  clientOf,
  consumers,
  isConsumer,
  openedBench,
  producer,
  sentTo,
  serve,
  TRACE_ID,
  UNSAMPLED,
  UPSTREAM,
} from './acceptance.ts'
import { recording } from './recorded.ts'

// What ours writes. That nestjs-jetstream reads it is tested where it is installed: live-peer.test.ts.

describe('1: an event', () => {
  test('reaches its handler with its payload, its caller, and below the span that sent it', async () => {
    const bench = await openedBench()
    const seen = await serve(bench, { events: { 'orders.created': () => {} } })
    await clientOf(bench).publish('orders.created', { id: 1 })
    await bench.telemetry.until((spans) => spans.some(isConsumer))

    expect(seen).toMatchObject([{ data: { id: 1 }, callerName: 'o__microservice' }])
    expect(consumers(bench)).toMatchObject([
      { parentSpanId: producer(bench).spanId, traceId: producer(bench).traceId },
    ])
  })

  test('has the tracestate and the baggage of who sent it', async () => {
    const bench = await openedBench()
    const seen = await serve(bench, { events: { 'orders.created': () => {} } })
    await below(UPSTREAM, () => clientOf(bench).publish('orders.created', { id: 1 }))
    await bench.telemetry.until((spans) => spans.some(isConsumer))

    const [sent] = sentTo(bench, 'event')
    expect(sent?.headers.map(([name]) => name)).toEqual([
      'x-subject',
      'x-caller-name',
      'traceparent',
      'tracestate',
      'baggage',
      'Nats-Msg-Id',
    ])
    expect(seen).toMatchObject([{ tenant: 'acme', traceState: 'vendor=abc' }])
  })
})

describe('2: a broadcast and an ordered message', () => {
  test('a broadcast reaches its handler below the span that sent it', async () => {
    const bench = await openedBench()
    const seen = await serve(bench, { broadcasts: { 'config.updated': () => {} } })
    await clientOf(bench).broadcast('config.updated', { key: 'x' })
    await bench.telemetry.until((spans) => spans.some(isConsumer))

    expect(sentTo(bench, 'broadcast')).toMatchObject([{ subject: 'broadcast.config.updated' }])
    expect(seen).toMatchObject([{ data: { key: 'x' }, callerName: 'o__microservice' }])
    expect(consumers(bench)).toMatchObject([{ parentSpanId: producer(bench).spanId }])
  })

  test('an ordered message reaches its handler below the span that sent it', async () => {
    const bench = await openedBench()
    const seen = await serve(bench, { ordered: { 'orders.status': () => {} } })
    await clientOf(bench).publishOrdered('orders.status', { s: 'queued' })
    await bench.telemetry.until((spans) => spans.some(isConsumer))

    expect(sentTo(bench, 'ordered')).toMatchObject([
      { subject: 'n__microservice.ordered.orders.status' },
    ])
    expect(seen).toMatchObject([{ data: { s: 'queued' }, callerName: 'o__microservice' }])
    expect(consumers(bench)).toMatchObject([{ parentSpanId: producer(bench).spanId }])
  })
})

describe('3: a message that does not live for ever, and one that is due later', () => {
  test('a TTL of 90 seconds is written as 90s', async () => {
    const bench = await openedBench()
    await serve(bench, { events: { 'orders.created': () => {} } })
    const record = new JetstreamRecordBuilder({ id: 1 }).ttl(toNanos(90, 's')).build()
    await clientOf(bench).publish('orders.created', record)

    expect(sentTo(bench, 'event').map((sent) => valuesOf(sent, 'Nats-TTL'))).toEqual([['90s']])
  })

  test('a schedule says when and to which subject, and names that subject as its own', async () => {
    const bench = await openedBench()
    await serve(bench, { events: { 'orders.created': () => {} } })
    const at = new Date(Date.now() + 3_600_000)
    const record = new JetstreamRecordBuilder({ id: 1 }).scheduleAt(at).build()
    await clientOf(bench).publish('orders.created', record)

    const holder = bench.tap.sent.frames.find(({ subject }) => subject.includes('._sch.'))
    expect(holder?.subject).toMatch(/^n__microservice\._sch\.orders\.created\.[0-9A-Za-z]{22}$/)
    expect(Object.fromEntries(holder?.headers ?? [])).toMatchObject({
      'x-subject': 'n__microservice.ev.orders.created',
      'Nats-Schedule': `@at ${at.toISOString()}`,
      'Nats-Schedule-Target': 'n__microservice.ev.orders.created',
    })
  })

  test('the TTL of a scheduled message is that of what is published when it is due', async () => {
    const bench = await openedBench()
    await serve(bench, { events: { 'orders.created': () => {} } })
    const at = new Date(Date.now() + 3_600_000)
    const record = new JetstreamRecordBuilder({}).scheduleAt(at).ttl(toNanos(10, 'm')).build()
    await clientOf(bench).publish('orders.created', record)

    const holder = bench.tap.sent.frames.find(({ subject }) => subject.includes('._sch.'))
    expect(holder && valuesOf(holder, 'Nats-Schedule-TTL')).toEqual(['10m'])
    expect(holder && valuesOf(holder, 'Nats-TTL')).toEqual([])
  })

  test('the trace goes on when the server publishes what was scheduled', async () => {
    const bench = await openedBench()
    const seen = await serve(bench, { events: { 'orders.created': () => {} } })
    const record = new JetstreamRecordBuilder({ id: 1 }).scheduleAt(new Date(Date.now() + 1000))
    await clientOf(bench).publish('orders.created', record.build())
    await bench.telemetry.until((spans) => spans.some(isConsumer))

    const { traceId, spanId } = producer(bench)
    expect(seen).toMatchObject([{ data: { id: 1 }, callerName: 'o__microservice' }])
    expect(consumers(bench)).toMatchObject([{ links: [{ traceId, spanId }] }])
  })
})

test('4: a message id is delivered once, and the span of the second says that it is a duplicate', async () => {
  const bench = await openedBench()
  const seen = await serve(bench, { events: { 'orders.created': () => {} } })
  const client = clientOf(bench)
  const record = new JetstreamRecordBuilder({ id: 1 }).setMessageId('order-1').build()
  const first = await client.publish('orders.created', record)
  const second = await client.publish('orders.created', record)
  await client.publish('orders.created', { id: 2 })
  await bench.telemetry.until((spans) => spans.filter(isConsumer).length === 2)

  expect([first.duplicate, second.duplicate]).toEqual([false, true])
  expect(seen.map(({ data }) => data)).toEqual([{ id: 1 }, { id: 2 }])
  expect(
    bench.telemetry
      .spansNamed('publish n__microservice.ev.orders.created')
      .map(({ attributes }) => attributes['messaging.nats.publish.duplicate']),
  ).toEqual([undefined, true, undefined])
})

describe('5: a core request to nestjs-jetstream', () => {
  test.each([
    ['10-rpc-core', { resolved: { id: 10, ok: true } }],
    ['11-rpc-core-void', { resolved: '(empty)' }],
    [
      '12-rpc-core-error-rpcexception',
      { rejected: { code: 'NOT_FOUND', message: 'Order not found' } },
    ],
    ['14-rpc-core-error-bare', { rejected: { status: 'error', message: 'Internal server error' } }],
    [
      '18-rpc-core-no-handler',
      { rejected: { message: 'No handler for subject: orders__microservice.cmd.get.unknown' } },
    ],
    ['19-rpc-core-no-responders', { failed: 'RPC_NO_RESPONDERS' }],
    ['20-rpc-core-timeout', { failed: 'RPC_TIMEOUT' }],
  ])('%s comes to what was recorded', async (id, outcome) => {
    const { fixture, sends } = await recording(id)
    const { writes } = await write(fixture, sends)

    expect(writes).toMatchObject([{ outcome }])
  })

  test('has no headers of streams, whatever its record says', async () => {
    const bench = await openedBench()
    await serve(bench, { commands: { 'get.order': () => 'done' } })
    const record = new JetstreamRecordBuilder({}).setMessageId('order-1').ttl(toNanos(90, 's'))
    await clientOf(bench).request('get.order', record.build())

    expect(sentTo(bench, 'rpc').map(({ headers }) => headers.map(([name]) => name))).toEqual([
      ['x-subject', 'x-caller-name', 'traceparent'],
    ])
  })

  test('a reply of another responder that cannot be decoded is an error of its own', async () => {
    const { fixture, sends } = await recording('70-foreign-core-responder')
    const { writes } = await write(fixture, sends)
    const outcomes = writes.map(({ outcome }, at) => [sends[at]?.to.pattern, outcome])

    expect(Object.fromEntries(outcomes)).toEqual({
      ok: { resolved: { v: 1 } },
      lower: { rejected: { message: 'nope' } },
      canon: { rejected: { message: 'nope' } },
      false: { rejected: { message: 'nope' } },
      text: { failed: 'PAYLOAD_INVALID' },
      empty: { resolved: '(empty)' },
      emptyerr: { rejected: '(empty)' },
    })
  })
})

describe('6: a request by JetStream to nestjs-jetstream', () => {
  test('writes x-correlation-id and x-reply-to in lower case, and finds its reply', async () => {
    const { fixture, sends } = await recording('30-rpc-js')
    const { writes } = await write(fixture, sends)
    const names = writes[0]?.message?.headers.map(([name]) => name)

    expect(names).toEqual([
      'x-subject',
      'x-caller-name',
      'x-correlation-id',
      'x-reply-to',
      'x-tenant-id',
      'traceparent',
      'Nats-Msg-Id',
    ])
    expect(writes).toMatchObject([{ outcome: { resolved: { charged: 5 } } }])
  })

  test.each([
    ['34-rpc-js-error-bare', { rejected: { status: 'error', message: 'Internal server error' } }],
    ['35-rpc-js-no-handler', { failed: 'RPC_TIMEOUT' }],
    ['36-rpc-js-handler-timeout', { failed: 'RPC_TIMEOUT' }],
  ])('%s comes to what was recorded', async (id, outcome) => {
    const { fixture, sends } = await recording(id)
    const { writes } = await write(fixture, sends)

    expect(writes).toMatchObject([{ outcome, span: { status: 'error' } }])
  })

  test('a second request with the same message id fails at once', async () => {
    const bench = await openedBench()
    const rpc = { mode: 'jetstream' } as const
    await serve(bench, { commands: { charge: () => 'done' }, rpc })
    const client = clientOf(bench, { rpc })
    const record = new JetstreamRecordBuilder({}).setMessageId('charge-1').build()

    expect(await client.request('charge', record)).toBe('done')
    await expect(client.request('charge', record)).rejects.toMatchObject({ code: 'RPC_DUPLICATE' })
  })
})

describe('7: MessagePack', () => {
  test('is written as the standard has it, and read as msgpackr writes it without records', () => {
    const codec = messagePackCodec()

    expect(Buffer.from(codec.encode({ a: 1 })).toString('hex')).toBe('81a16101')
    expect(codec.decode(MSGPACKR_WITHOUT_RECORDS)).toEqual({ a: 1, list: ['x'] })
  })

  test('records of msgpackr, which it writes by default, are refused by name', async () => {
    const { sends } = await recording('89-msgpack')
    const codec = messagePackCodec()

    expect(() => codec.decode(sends[0]?.message.payload ?? new Uint8Array())).toThrow(
      expect.objectContaining({
        code: 'PAYLOAD_INVALID',
        hint: expect.stringContaining('useRecords: false') as string,
      }) as Error,
    )
  })
})

describe('8: the builder of records', () => {
  test.each([
    'x-correlation-id',
    'X-Correlation-ID',
    'x-reply-to',
    'X-Reply-To',
    'x-error',
    'X-ERROR',
  ])('refuses %s in the words of nestjs-jetstream', (name) => {
    expect(() => new JetstreamRecordBuilder().setHeader(name, 'v')).toThrow(
      `Header "${name}" is reserved by the JetStream transport and cannot be set manually. Reserved headers: x-correlation-id, x-reply-to, x-error`,
    )
  })

  test.each([
    ['x-subject', 'x-caller-name', 'traceparent'],
    ['X-Subject', 'X-Caller-Name', 'Traceparent'],
    ['X-SUBJECT', 'X-CALLER-NAME', 'TRACEPARENT'],
  ])('%s, %s and %s are on the wire once, as the transport has them', async (...names) => {
    const bench = await openedBench()
    await serve(bench, { events: { 'orders.created': () => {} } })
    const [subject, caller, parent] = names
    const record = new JetstreamRecordBuilder({}).setHeaders({
      [subject]: 'spoofed.subject',
      [caller]: 'spoofed',
      [parent]: `00-${'c'.repeat(32)}-${'d'.repeat(16)}-01`,
    })
    await below(UPSTREAM, () => clientOf(bench).publish('orders.created', record.build()))

    const [sent] = sentTo(bench, 'event')
    expect(sent && valuesOf(sent, 'x-subject')).toEqual(['n__microservice.ev.orders.created'])
    expect(sent && valuesOf(sent, 'x-caller-name')).toEqual(['o__microservice'])
    expect(sent && valuesOf(sent, 'traceparent')).toEqual([
      expect.stringContaining(producer(bench).spanId),
    ])
  })
})

describe('9: what is not traced', () => {
  test('a trace that is not sampled says so on the wire, and its reader records nothing', async () => {
    const bench = await openedBench()
    const seen = await serve(bench, { events: { 'orders.created': () => {} } })
    await below(UNSAMPLED, () => clientOf(bench).publish('orders.created', {}))
    await clientOf(bench).publish('orders.created', {})
    await bench.telemetry.until((spans) => spans.some(isConsumer))

    const [unsampled] = sentTo(bench, 'event')
    expect(unsampled && valuesOf(unsampled, 'traceparent')).toEqual([
      expect.stringMatching(new RegExp(`^00-${TRACE_ID}-[0-9a-f]{16}-00$`)),
    ])
    expect(seen).toHaveLength(2)
    expect(bench.telemetry.spans.filter(({ traceId }) => traceId === TRACE_ID)).toEqual([])
  })

  test('without tracing there are no headers of a trace', async () => {
    const bench = await openedBench()
    await serve(bench, { events: { 'orders.created': () => {} }, tracing: false })
    const client = clientOf(bench, { tracing: false })
    await below(UPSTREAM, () => client.publish('orders.created', {}))

    expect(sentTo(bench, 'event').map(({ headers }) => headers.map(([name]) => name))).toEqual([
      ['x-subject', 'x-caller-name', 'Nats-Msg-Id'],
    ])
  })
})

// What `new Packr({ useRecords: false })` of msgpackr writes for { a: 1, list: ['x'] }.
const MSGPACKR_WITHOUT_RECORDS = Uint8Array.from(Buffer.from('de0002a16101a46c69737491a178', 'hex'))
