import { jetstreamManager } from '@nats-io/jetstream'
import { readDeadLetter } from '@hopscope/observe/headers'
import { RpcException } from '@nestjs/microservices'
import { JetstreamRecordBuilder, type DeadLetter } from '@hopscope/nestjs'
import { defer, delay, EMPTY, lastValueFrom, of } from 'rxjs'
import { expect, test, vi } from 'vitest'
import { onEvent } from './nest-app.ts'
import { startOrders, type Orders } from './orders.ts'

test('an event is handled with its payload', async () => {
  const handle = vi.fn<(data: unknown) => void>()
  await using orders = await startOrders([onEvent('order.created', (data) => handle(data))])

  orders.client.emit('order.created', { id: 7 })

  await expect.poll(() => handle.mock.calls).toEqual([[{ id: 7 }]])
})

test('emit gives what the stream acknowledged', async () => {
  await using orders = await startOrders([onEvent('order.created', () => undefined)])

  const published = await lastValueFrom(orders.client.emit('order.created', { id: 7 }))

  expect(published).toEqual({
    stream: 'orders__microservice_ev-stream',
    sequence: 1,
    duplicate: false,
  })
})

test('a record with a message id that the stream has is a duplicate', async () => {
  await using orders = await startOrders([onEvent('order.created', () => undefined)])
  const record = new JetstreamRecordBuilder({ id: 7 }).setMessageId('order-7').build()

  await lastValueFrom(orders.client.emit('order.created', record))
  const second = await lastValueFrom(orders.client.emit('order.created', record))

  expect(second).toMatchObject({ sequence: 1, duplicate: true })
})

test('every handler of an event runs, whatever becomes of the others', async () => {
  const seen: string[] = []
  await using orders = await startOrders(
    [
      onEvent('order.created', () => EMPTY),
      onEvent('order.created', () => defer(() => of(seen.push('late'))).pipe(delay(20))),
      onEvent('order.created', () => {
        seen.push('failing')
        throw new Error('no')
      }),
    ],
    { consumers: { event: { max_deliver: 1 } } },
  )

  orders.client.emit('order.created', {})

  await expect.poll(() => deadLetters(orders)).toHaveLength(1)
  expect(seen).toEqual(['failing', 'late'])
})

test('an event is acknowledged when its observable is complete, and not before', async () => {
  const finished = Promise.withResolvers<void>()
  await using orders = await startOrders([
    onEvent('order.created', () => defer(() => finished.promise)),
  ])

  await lastValueFrom(orders.client.emit('order.created', {}))
  await expect.poll(() => unsettled(orders)).toBe(1)
  finished.resolve()

  await expect.poll(() => unsettled(orders)).toBe(0)
})

test.each([
  ['an error', new Error('no books left'), 'no books left'],
  [
    'an RpcException',
    new RpcException({ code: 'EMPTY', message: 'shelf is empty' }),
    'shelf is empty',
  ],
  ['a text', 'out of books', 'out of books'],
  ['an error of two lines', new Error('no\nbooks'), 'no books'],
])('%s thrown at each delivery is the reason of a dead letter', async (_, thrown, reason) => {
  const deliveries: number[] = []
  await using orders = await startOrders([
    onEvent('order.created', (_data, context) => {
      deliveries.push(context.getDeliveryCount())
      throw thrown
    }),
  ])

  orders.client.emit('order.created', { id: 7 })

  await expect
    .poll(() => deadLetters(orders))
    .toMatchObject([{ reason, deliveryCount: 3, subject: 'orders__microservice.ev.order.created' }])
  expect(deliveries).toEqual([1, 2, 3])
})

test('who is told of dead letters gets the very error that the handler threw', async () => {
  const thrown = new TypeError('no books left')
  const told = Promise.withResolvers<DeadLetter>()
  await using orders = await startOrders(
    [
      onEvent('order.created', () => {
        throw thrown
      }),
    ],
    { deadLetters: { stream: false, onDeadLetter: told.resolve } },
  )

  orders.client.emit('order.created', {})

  const letter = await told.promise
  expect(letter.error).toBe(thrown)
  expect(letter.info).toMatchObject({ reason: 'no books left', deliveryCount: 3 })
})

test('a handler asks for another delivery, and for none', async () => {
  const deliveries: number[] = []
  await using orders = await startOrders([
    onEvent('order.created', (_data, context) => {
      deliveries.push(context.getDeliveryCount())
      if (context.getDeliveryCount() === 1) context.retry({ delayMs: 1 })
      else context.terminate('not for us')
    }),
  ])

  await lastValueFrom(orders.client.emit('order.created', {}))

  await expect.poll(() => deliveries).toEqual([1, 2])
  await expect.poll(() => unsettled(orders)).toBe(0)
  expect(await deadLetters(orders)).toEqual([])
})

test('the delay that a handler sets is that of its next delivery when it fails', async () => {
  await using orders = await startOrders([
    onEvent('order.created', (_data, context) => {
      context.setRetryDelay(20_000)
      throw new Error('no')
    }),
  ])

  await using naks = await listenToAcks(orders)
  orders.client.emit('order.created', {})

  expect(await naks.first()).toBe('-NAK {"delay":20000000000}')
})

test('a broadcast is handled by its own handlers', async () => {
  const seen: string[] = []
  await using orders = await startOrders([
    onEvent('prices.changed', () => seen.push('event')),
    onEvent('prices.changed', () => seen.push('broadcast'), { broadcast: true }),
  ])

  await lastValueFrom(orders.client.emit('broadcast:prices.changed', {}))

  await expect.poll(() => seen).toEqual(['broadcast'])
})

test('ordered messages are handled one at a time, in their order', async () => {
  const seen: string[] = []
  await using orders = await startOrders([
    onEvent(
      'steps',
      async (step: string) => {
        seen.push(`${step} begins`)
        await Promise.resolve()
        seen.push(`${step} ends`)
      },
      { ordered: true },
    ),
  ])

  await lastValueFrom(orders.client.emit('ordered:steps', 'one'))
  await lastValueFrom(orders.client.emit('ordered:steps', 'two'))

  await expect.poll(() => seen).toEqual(['one begins', 'one ends', 'two begins', 'two ends'])
})

test('a handler cannot be both for a broadcast and in order', async () => {
  const both = onEvent('steps', () => undefined, { broadcast: true, ordered: true })

  await expect(startOrders([both])).rejects.toMatchObject({ code: 'HANDLER_INVALID' })
})

async function deadLetters({ plain }: Orders) {
  const { streams } = await jetstreamManager(plain)
  const stream = await streams.get('orders__microservice_dlq-stream')
  const { state } = await stream.info()
  const sequences = Array.from({ length: state.messages }, (_, index) => index + state.first_seq)
  const messages = await Promise.all(sequences.map((seq) => stream.getMessage({ seq })))
  return messages.map((message) => readDeadLetter(message?.header))
}

async function unsettled({ plain }: Orders): Promise<number> {
  const { streams } = await jetstreamManager(plain)
  const { state } = await streams.info('orders__microservice_ev-stream')
  return state.messages
}

async function listenToAcks({ plain }: Orders) {
  const acks = plain.subscribe('$JS.ACK.>')
  await plain.flush()
  return {
    async first(): Promise<string> {
      for await (const ack of acks) return ack.string()
      return ''
    },
    async [Symbol.asyncDispose]() {
      acks.unsubscribe()
    },
  }
}
