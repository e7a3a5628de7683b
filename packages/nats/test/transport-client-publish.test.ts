import { JetstreamRecordBuilder, toNanos } from '@hopscope/observe/headers'
import { jetstreamManager, type StreamConfig } from '@nats-io/jetstream'
import { headers } from '@nats-io/nats-core'
import type { Context } from '@opentelemetry/api'
import { createClient } from '@hopscope/nats/transport'
import { expect, test } from 'vitest'
import { startPair, type Pair } from './pair.ts'

test('an event is stored with the headers of the contract, in their order', async () => {
  await using shop = await startShop()
  const record = new JetstreamRecordBuilder({ id: 7 })
    .setHeader('x-tenant-id', 'acme')
    .setMessageId('order-7')
    .ttl(toNanos(90, 's'))
    .build()

  const published = await shop.client.publish('orders.created', record)

  const stored = await shop.stored(EVENTS, 1)
  const [span] = shop.telemetry.spansNamed('publish orders__microservice.ev.orders.created')
  expect(published).toEqual({ stream: EVENTS, sequence: 1, duplicate: false })
  expect(stored.subject).toBe('orders__microservice.ev.orders.created')
  expect(stored.text).toBe('{"id":7}')
  expect(stored.headers).toEqual([
    ['x-subject', 'orders__microservice.ev.orders.created'],
    ['x-caller-name', 'gateway__microservice'],
    ['x-tenant-id', 'acme'],
    ['traceparent', expect.stringContaining(`${span?.traceId}-${span?.spanId}`)],
    ['Nats-Msg-Id', 'order-7'],
    ['Nats-TTL', '90s'],
  ])
})

test('the span of an event says where the stream has stored it', async () => {
  await using shop = await startShop()

  await shop.client.publish('orders.created', { id: 7 })

  expect(shop.telemetry.spans).toHaveLength(1)
  expect(shop.telemetry.spans[0]).toMatchObject({
    kind: 'producer',
    attributes: {
      'messaging.destination.name': 'orders__microservice.ev.orders.created',
      'messaging.message.id': expect.stringMatching(/^\w{22}$/),
      'messaging.nats.stream.name': EVENTS,
      'messaging.nats.message.stream_sequence': 1,
    },
  })
})

test('an event that the stream has already is a duplicate, and its span says so', async () => {
  await using shop = await startShop()
  const record = new JetstreamRecordBuilder({ id: 7 }).setMessageId('order-7').build()

  await shop.client.publish('orders.created', record)
  const again = await shop.client.publish('orders.created', record)

  expect(again).toMatchObject({ sequence: 1, duplicate: true })
  expect(shop.telemetry.spans.at(-1)?.attributes).toMatchObject({
    'messaging.nats.publish.duplicate': true,
  })
})

test('an ordered event and a broadcast go to streams of their own', async () => {
  await using shop = await startShop()

  const ordered = await shop.client.publishOrdered('orders.status', 'paid')
  const broadcast = await shop.client.broadcast('config.updated', 'now')

  expect([ordered.stream, broadcast.stream]).toEqual([
    'orders__microservice_ordered-stream',
    'broadcast-stream',
  ])
  expect((await shop.stored(ordered.stream, 1)).subject).toBe(
    'orders__microservice.ordered.orders.status',
  )
  expect((await shop.stored(broadcast.stream, 1)).headers.slice(0, 2)).toEqual([
    ['x-subject', 'broadcast.config.updated'],
    ['x-caller-name', 'gateway__microservice'],
  ])
})

test('a scheduled event is held until it is due, and then goes to its subject', async () => {
  await using shop = await startShop()
  const at = new Date(Date.now() + 1000)
  const record = new JetstreamRecordBuilder('now').scheduleAt(at).ttl(toNanos(10, 'm')).build()

  await shop.client.publish('orders.remind', record)

  const holder = await shop.stored(EVENTS, 1)
  const [span] = shop.telemetry.spans
  expect(holder.subject).toMatch(/^orders__microservice\._sch\.orders\.remind\.\w{22}$/)
  expect(holder.headers).toEqual([
    ['x-subject', 'orders__microservice.ev.orders.remind'],
    ['x-caller-name', 'gateway__microservice'],
    ['traceparent', expect.stringContaining(`${span?.traceId}-${span?.spanId}`)],
    ['Nats-Msg-Id', expect.stringMatching(/^\w{22}$/)],
    ['Nats-Schedule', `@at ${at.toISOString()}`],
    ['Nats-Schedule-Target', 'orders__microservice.ev.orders.remind'],
    ['Nats-Schedule-TTL', '10m'],
    // The server's own.
    ['Nats-Rollup', 'sub'],
  ])
  expect(span?.name).toBe('publish orders__microservice._sch.orders.remind.*')

  await expect
    .poll(() => shop.stored(EVENTS, 2))
    .toMatchObject({
      subject: 'orders__microservice.ev.orders.remind',
      text: '"now"',
    })
  const fired = new Map((await shop.stored(EVENTS, 2)).headers)
  expect(fired.get('traceparent')).toBe(new Map(holder.headers).get('traceparent'))
  expect(fired.get('Nats-TTL')).toBe('10m')
})

test('a scheduled broadcast is held below its own subject', async () => {
  await using shop = await startShop()
  const record = new JetstreamRecordBuilder().scheduleAt(new Date(Date.now() + 60_000)).build()

  await shop.client.broadcast('config.updated', record)

  expect((await shop.stored('broadcast-stream', 1)).subject).toMatch(
    /^broadcast\._sch\.config\.updated\.\w{22}$/,
  )
})

test('an ordered event cannot be scheduled', async () => {
  await using shop = await startShop()
  const record = new JetstreamRecordBuilder().scheduleAt(new Date(Date.now() + 60_000)).build()

  await expect(shop.client.publishOrdered('orders.status', record)).rejects.toMatchObject({
    code: 'OPTION_INVALID',
  })
})

test('what the application says of subject and caller does not go out, in any case', async () => {
  await using shop = await startShop()
  const record = new JetstreamRecordBuilder()
    .setHeaders({ 'X-Subject': 'spoofed', 'x-caller-name': 'spoofed', Traceparent: 'spoofed' })
    .build()

  await shop.client.publish('orders.created', record)

  const { headers } = await shop.stored(EVENTS, 1)
  expect(headers.map(([name]) => name)).toEqual([
    'x-subject',
    'x-caller-name',
    'traceparent',
    'Nats-Msg-Id',
  ])
  expect(headers.flat()).not.toContain('spoofed')
})

test('reserved headers of a record that no builder has checked do not go out', async () => {
  await using shop = await startShop()
  const record = handMade([
    ['X-Reply-To', 'elsewhere'],
    ['x-error', 'true'],
    ['x-tenant-id', 'acme'],
    ['X-Tenant-Id', 'other'],
  ])

  await shop.client.publish('orders.created', record)

  const { headers } = await shop.stored(EVENTS, 1)
  expect(headers.map(([name]) => name)).toEqual([
    'x-subject',
    'x-caller-name',
    'X-Tenant-Id',
    'traceparent',
    'Nats-Msg-Id',
  ])
})

test('a message id by header is as good as one of the record', async () => {
  await using shop = await startShop()
  const record = new JetstreamRecordBuilder().setHeader('nats-msg-id', 'order-7').build()

  await shop.client.publish('orders.created', record)

  expect((await shop.stored(EVENTS, 1)).headers.at(-1)).toEqual(['Nats-Msg-Id', 'order-7'])
})

test('a message id both ways is refused before anything is sent', async () => {
  await using shop = await startShop()
  const record = { ...handMade([['nats-msg-id', 'one']]), messageId: 'two' }

  await expect(shop.client.publish('orders.created', record)).rejects.toMatchObject({
    code: 'MESSAGE_ID_TWICE',
  })
  expect(shop.telemetry.spans).toEqual([])
})

test.each([
  ['a line break in a value', 'x-tenant', 'a\r\nb'],
  ['a colon in a name', 'x:tenant', 'a'],
  ['a control character in a value', 'x-tenant', 'a\u0000b'],
  ['half a character in a value', 'x-tenant', '\ud800'],
])('%s is refused before anything is sent', async (_, name, value) => {
  await using shop = await startShop()

  await expect(
    shop.client.publish('orders.created', handMade([[name, value]])),
  ).rejects.toMatchObject({ code: 'HEADER_INVALID' })
  expect(shop.telemetry.spans).toEqual([])
})

test('data that has no JSON is refused before anything is sent', async () => {
  await using shop = await startShop()

  await expect(shop.client.publish('orders.created', 1n)).rejects.toMatchObject({
    code: 'PAYLOAD_INVALID',
  })
  expect(shop.telemetry.spans).toEqual([])
})

test.each(['', '.', 'a..b', 'a.', 'a b', 'a.*', '>', 'a\n'])(
  'the pattern %j is refused',
  async (pattern) => {
    await using shop = await startShop()

    await expect(shop.client.publish(pattern, 1)).rejects.toMatchObject({ code: 'NAME_INVALID' })
  },
)

test('an event that no stream takes fails, and so does its span', async () => {
  await using pair = await startPair()
  const client = createClient(pair.traced, { name: 'gateway', target: 'nobody' })

  await expect(client.publish('orders.created', 1)).rejects.toMatchObject({
    code: 'PUBLISH_FAILED',
    message: 'no stream takes nobody__microservice.ev.orders.created',
  })
  expect(pair.telemetry.spans[0]).toMatchObject({
    status: { code: 'error' },
    attributes: { 'error.type': '503_no_responders' },
  })
})

test('an event that the stream refuses fails with what the stream said', async () => {
  await using shop = await startShop({ max_msg_size: 10 })

  await expect(shop.client.publish('orders.created', 'x'.repeat(100))).rejects.toMatchObject({
    code: 'PUBLISH_FAILED',
    message: expect.stringContaining('10054'),
  })
  expect(shop.telemetry.spans[0]?.attributes['error.type']).toBe('10054')
})

test('a client without tracing sends no trace headers', async () => {
  await using shop = await startShop()
  const client = createClient(shop.plain, { name: 'gateway', target: 'orders', tracing: false })

  await client.publish('orders.created', 1)

  expect((await shop.stored(EVENTS, 1)).headers.map(([name]) => name)).toEqual([
    'x-subject',
    'x-caller-name',
    'Nats-Msg-Id',
  ])
})

test('a message that has no room for its context is told of once', async () => {
  const losses: string[] = []
  await using shop = await startShop(
    {},
    { onLost: ({ result }) => losses.push(result) },
    { config: 'max_payload: 2048' },
  )

  await shop.client.publish('orders.created', 'x'.repeat(1800))

  expect(losses).toEqual(['no_room'])
  expect((await shop.stored(EVENTS, 1)).headers.map(([name]) => name)).not.toContain('traceparent')
})

test('a message id that leaves the context no room is sent, and the context is not', async () => {
  await using shop = await startShop({}, {}, { config: 'max_payload: 2048' })
  const record = new JetstreamRecordBuilder('x'.repeat(700)).setMessageId('i'.repeat(1200)).build()

  await shop.client.publish('orders.created', record)

  expect((await shop.stored(EVENTS, 1)).headers.map(([name]) => name)).toEqual([
    'x-subject',
    'x-caller-name',
    'Nats-Msg-Id',
  ])
})

test('a propagator that throws costs the message its context, and gives it no other span', async () => {
  const broken = {
    fields: () => ['broken'],
    inject() {
      throw new Error('broken')
    },
    extract: (context: Context) => context,
  }
  await using shop = await startShop({}, { propagator: broken })

  await shop.client.publish('orders.created', 1)

  expect(shop.telemetry.spans.map(({ name }) => name)).toEqual([
    'publish orders__microservice.ev.orders.created',
  ])
  expect(await shop.stored(EVENTS, 1)).toMatchObject({ text: '1' })
})

test('a subject that the filter leaves out is sent without a span', async () => {
  await using shop = await startShop({}, { filter: { exclude: ['orders__microservice.>'] } })

  await shop.client.publish('orders.created', 1)

  expect(shop.telemetry.spans).toEqual([])
  expect((await shop.stored(EVENTS, 1)).headers.map(([name]) => name)).not.toContain('traceparent')
})

test('the context goes out in the case of Go besides, where that is asked for', async () => {
  await using shop = await startShop()
  const client = createClient(shop.traced, {
    name: 'gateway',
    target: 'orders',
    canonicalTrace: true,
  })

  await client.publish('orders.created', 1)

  const { headers } = await shop.stored(EVENTS, 1)
  const values = new Map(headers)
  expect(headers.map(([name]) => name)).toEqual([
    'x-subject',
    'x-caller-name',
    'traceparent',
    'Traceparent',
    'Nats-Msg-Id',
  ])
  expect(values.get('Traceparent')).toBe(values.get('traceparent'))
})

test('a message that has no room for the context twice carries it once', async () => {
  await using shop = await startShop({}, {}, { config: 'max_payload: 32768' })
  const client = createClient(shop.traced, {
    name: 'gateway',
    target: 'orders',
    canonicalTrace: true,
  })

  await client.publish('orders.created', 'x'.repeat(8192))

  expect((await shop.stored(EVENTS, 1)).headers.map(([name]) => name)).toEqual([
    'x-subject',
    'x-caller-name',
    'traceparent',
    'Nats-Msg-Id',
  ])
})

test('a context in both cases is read', async () => {
  await using shop = await startShop()
  const client = createClient(shop.traced, {
    name: 'gateway',
    target: 'orders',
    canonicalTrace: true,
  })
  const subscription = shop.traced.subscribe('orders__microservice.ev.>', { callback: () => {} })
  await shop.traced.flush()

  await client.publish('orders.created', 1)
  await shop.telemetry.until((spans) => spans.length === 2)
  subscription.unsubscribe()

  const [publish] = shop.telemetry.spansNamed('publish orders__microservice.ev.orders.created')
  const [process] = shop.telemetry.spansNamed('process orders__microservice.ev.>')
  expect(process?.parentSpanId).toBe(publish?.spanId)
  expect(process?.attributes).not.toHaveProperty('nats.trace.context')
})

test('a client of a closed connection fails', async () => {
  await using shop = await startShop()
  await shop.traced.close()

  await expect(shop.client.publish('orders.created', 1)).rejects.toMatchObject({ code: 'CLOSED' })
})

test('a service must have a name that subjects can have', async () => {
  await using pair = await startPair()

  expect(() => createClient(pair.traced, { name: 'a.b', target: 'orders' })).toThrow('"a.b"')
  expect(() => createClient(pair.traced, { name: 'gateway', target: 'or ders' })).toThrow('or ders')
})

const EVENTS = 'orders__microservice_ev-stream'

interface Stored {
  readonly subject: string
  readonly text: string
  readonly headers: readonly (readonly [name: string, value: string])[]
}

/** The streams of a service `orders`, and a client of it called `gateway`. */
async function startShop(
  config: Partial<StreamConfig> = {},
  ...[options = {}, serverOptions = {}]: Parameters<typeof startPair>
) {
  const pair: Pair = await startPair(options, serverOptions)
  const { streams } = await jetstreamManager(pair.plain)
  const common = { allow_msg_ttl: true, allow_msg_schedules: true, ...config }
  await streams.add({
    ...common,
    name: EVENTS,
    subjects: ['orders__microservice.ev.>', 'orders__microservice._sch.>'],
  })
  await streams.add({
    ...common,
    name: 'orders__microservice_ordered-stream',
    subjects: ['orders__microservice.ordered.>'],
  })
  await streams.add({ ...common, name: 'broadcast-stream', subjects: ['broadcast.>'] })
  return {
    ...pair,
    client: createClient(pair.traced, { name: 'gateway', target: 'orders' }),
    async stored(stream: string, seq: number): Promise<Stored> {
      const message = await streams.getMessage(stream, { seq })
      const lines = [...(message?.header ?? headers())]
      return {
        subject: message?.subject ?? '',
        text: message?.string() ?? '',
        headers: lines.flatMap(([name, values]) => values.map((value) => [name, value] as const)),
      }
    },
  }
}

/** A record as one could come from elsewhere, unchecked. */
function handMade(lines: readonly (readonly [name: string, value: string])[]) {
  return { ...new JetstreamRecordBuilder({ id: 7 }).build(), headers: new Map(lines) }
}
