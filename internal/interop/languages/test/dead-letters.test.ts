import {
  createClient,
  readDeadLetters,
  replayDeadLetter,
  startService,
  type StoredDeadLetter,
} from '@hopscope/nats/transport'
import { JetstreamRecordBuilder } from '@hopscope/observe/headers'
import { expect, test } from 'vitest'
import { describeLanguages } from './describe-languages.ts'
import { startWorld, type World } from './world.ts'

const STREAM = 'orders__microservice_dlq-stream'
const SUBJECT = 'orders__microservice.ev.orders.created'
const FATE = { subject: SUBJECT, stream: 'orders__microservice_ev-stream', deliveryCount: 3 }

describeLanguages('a dead letter', ({ run }) => {
  test('of ours is read, and linked to the span that published the event', async () => {
    await using world = await startWorld()
    const kept = Promise.withResolvers<unknown>()
    await using _ = await startService(world.connection, {
      name: 'orders',
      events: { 'orders.created': () => Promise.reject(new Error('out\r\nof stock')) },
      deadLetters: { onDeadLetter: kept.resolve },
    })
    const client = createClient(world.connection, { name: 'gateway', target: 'orders' })
    const record = new JetstreamRecordBuilder({ id: 7 }).setHeader('x-tenant-id', 'acme')

    await client.publish('orders.created', record.build())
    await kept.promise
    await using reading = run('dead-letters', '--server', world.url, '--target', 'orders')
    await reading.ended()

    const { traceId, spanId } = await world.span(`publish ${SUBJECT}`)
    expect(reading.linesOf('dead-letter')).toMatchObject([
      {
        ...FATE,
        reason: 'out of stock',
        data: { id: 7 },
        headers: { 'x-tenant-id': 'acme', 'x-caller-name': 'gateway__microservice' },
      },
    ])
    expect(reading.linesOf('span')).toMatchObject([{ links: [{ traceId, spanId }] }])
  })

  test('of theirs is read, and linked to the span that published the event', async () => {
    await using world = await startWorld()
    const consume = ['consume', '--server', world.url, '--name', 'orders', '--count', '3']
    await using failing = run(...consume, '--fail', 'out\r\nof stock')
    await failing.until('ready')
    const client = createClient(world.connection, { name: 'gateway', target: 'orders' })

    await client.publish('orders.created', { id: 7 })
    await failing.ended()
    const [letter, ...others] = await lettersIn(world)

    const { traceId, spanId } = await world.span(`publish ${SUBJECT}`)
    expect(failing.linesOf('message').map(({ deliveryCount }) => deliveryCount)).toEqual([1, 2, 3])
    expect(failing.linesOf('span')).toEqual(
      Array.from({ length: 3 }, () =>
        expect.objectContaining({ traceId, parentSpanId: spanId, failed: true }),
      ),
    )
    expect(others).toEqual([])
    expect(letter).toMatchObject({
      info: { ...FATE, reason: 'out of stock', failedAt: expect.any(Date) },
      link: { traceId, spanId },
    })
    expect(letter?.headers.get('Nats-Msg-Id')).toBe('')
    expect(new TextDecoder().decode(letter?.data)).toBe('{"id":7}')
  })

  test('of theirs is replayed by ours, and handled below the span that replayed it', async () => {
    await using world = await startWorld()
    const consume = ['consume', '--server', world.url, '--name', 'orders']
    await using failing = run(...consume, '--count', '3', '--fail', 'out of stock')
    await failing.until('ready')
    const client = createClient(world.connection, { name: 'gateway', target: 'orders' })
    await client.publish('orders.created', { id: 7 })
    await failing.ended()
    const [letter] = await lettersIn(world)

    const replayed = letter && (await replayDeadLetter(world.connection, letter, { remove: true }))
    await using handling = run(...consume)
    await handling.ended()

    const original = await world.span(`publish ${SUBJECT}`)
    const replay = world.telemetry.spansNamed(`publish ${SUBJECT}`).at(-1)
    expect(replayed).toMatchObject({ subject: SUBJECT, removed: true, duplicate: false })
    expect(replay?.links).toMatchObject([{ traceId: original.traceId, spanId: original.spanId }])
    expect(handling.linesOf('message')).toMatchObject([{ data: { id: 7 }, deliveryCount: 1 }])
    expect(handling.linesOf('span')).toMatchObject([
      { traceId: replay?.traceId, parentSpanId: replay?.spanId, failed: false },
    ])
    expect(await lettersIn(world)).toEqual([])
  })
})

async function lettersIn({ connection }: World): Promise<readonly StoredDeadLetter[]> {
  const letters: StoredDeadLetter[] = []
  for await (const letter of readDeadLetters(connection, { stream: STREAM })) letters.push(letter)
  return letters
}
