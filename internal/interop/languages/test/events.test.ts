import { createClient, startService, type HandlerContext } from '@hopscope/nats/transport'
import { JetstreamRecordBuilder } from '@hopscope/observe/headers'
import { context, propagation } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { describeLanguages } from './describe-languages.ts'
import { startWorld } from './world.ts'

const SUBJECT = 'orders__microservice.ev.orders.created'

describeLanguages('an event', ({ language, run }) => {
  test('of ours is handled below the span that published it', async () => {
    await using world = await startWorld()
    await using handling = run('consume', '--server', world.url, '--name', 'orders')
    await handling.until('ready')
    const client = createClient(world.connection, { name: 'gateway', target: 'orders' })

    await client.publish('orders.created', { id: 7 })
    await handling.ended()

    const published = await world.span(`publish ${SUBJECT}`)
    expect(handling.linesOf('message')).toMatchObject([
      { subject: SUBJECT, data: { id: 7 }, caller: 'gateway__microservice', deliveryCount: 1 },
    ])
    expect(handling.linesOf('span')).toMatchObject([
      {
        kind: 'consumer',
        traceId: published.traceId,
        parentSpanId: published.spanId,
        failed: false,
      },
    ])
  })

  test('of ours is handled from the stream and the consumer that ours has made', async () => {
    await using world = await startWorld()
    await (await startService(world.connection, ORDERS)).stop()
    const client = createClient(world.connection, { name: 'gateway', target: 'orders' })

    await client.publish('orders.created', { id: 7 })
    await using handling = run('consume', '--server', world.url, '--name', 'orders')
    await handling.ended()

    const { spanId } = await world.span(`publish ${SUBJECT}`)
    expect(handling.linesOf('span')).toMatchObject([{ parentSpanId: spanId, failed: false }])
  })

  test('of ours takes its headers, its baggage and its text along', async () => {
    await using world = await startWorld()
    await using handling = run('consume', '--server', world.url, '--name', 'orders')
    await handling.until('ready')
    const client = createClient(world.connection, { name: 'gateway', target: 'orders' })
    const record = new JetstreamRecordBuilder({ name: 'Zoë 🚂' }).setHeader('x-tenant-id', 'acme')
    const baggage = propagation.createBaggage({ tier: { value: 'gold' } })

    await context.with(propagation.setBaggage(context.active(), baggage), () =>
      client.publish('orders.created', record.build()),
    )
    await handling.ended()

    expect(handling.linesOf('message')).toMatchObject([
      { data: { name: 'Zoë 🚂' }, baggage: 'tier=gold', headers: { 'x-tenant-id': 'acme' } },
    ])
  })

  test('of theirs is handled below the span that published it', async () => {
    await using world = await startWorld()
    const handled = Promise.withResolvers<Handled>()
    await using _ = await startService(world.connection, {
      name: 'orders',
      events: {
        'orders.created': (data, handling) =>
          handled.resolve({ data, handling, baggage: propagation.getActiveBaggage() }),
      },
    })

    await using publishing = run(...publishTo(world.url), '--baggage', 'tier=gold')
    await publishing.ended()
    const { data, handling, baggage } = await handled.promise

    const [published] = publishing.linesOf('span')
    expect(data).toEqual({ id: 7 })
    expect(handling.callerName).toBe(`${language}__microservice`)
    expect(baggage?.getEntry('tier')?.value).toBe('gold')
    expect(await world.span(`process ${SUBJECT}`)).toMatchObject({
      kind: 'consumer',
      traceId: published?.traceId,
      parentSpanId: published?.spanId,
    })
  })

  test('of theirs is stored once if it is published twice with one id', async () => {
    await using world = await startWorld()
    await using _ = await startService(world.connection, ORDERS)

    await using first = run(...publishTo(world.url), '--message-id', 'm1')
    await first.ended()
    await using second = run(...publishTo(world.url), '--message-id', 'm1')
    await second.ended()

    expect(first.linesOf('published')).toMatchObject([{ sequence: 1, duplicate: false }])
    expect(second.linesOf('published')).toMatchObject([{ sequence: 1, duplicate: true }])
  })

  test('of theirs has a TTL that the server takes', async () => {
    await using world = await startWorld()
    const ttl = Promise.withResolvers<string | undefined>()
    await using _ = await startService(world.connection, {
      name: 'orders',
      streams: { event: { allow_msg_ttl: true } },
      events: {
        'orders.created': (_data, { headers }) => ttl.resolve(headers.get('Nats-TTL')),
      },
    })

    await using publishing = run(...publishTo(world.url), '--ttl-ms', '90000')
    await publishing.ended()

    expect(await ttl.promise).toBe('90s')
  })
})

interface Handled {
  readonly data: unknown
  readonly handling: HandlerContext
  readonly baggage: ReturnType<typeof propagation.getActiveBaggage>
}

const ORDERS = { name: 'orders', events: { 'orders.created': () => {} } }

function publishTo(url: string): readonly string[] {
  const to = ['--server', url, '--target', 'orders', '--pattern', 'orders.created']
  return ['publish', ...to, '--data', '{"id":7}']
}
