import { jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { getClientToken, JETSTREAM_CONNECTION, type JetstreamClient } from '@hopscope/nestjs'
import { finalize, lastValueFrom, NEVER } from 'rxjs'
import { expect, test } from 'vitest'
import { onEvent } from './nest-app.ts'
import { startOrders, type Orders } from './orders.ts'

test('close waits for the handler at work, and takes nothing more', async () => {
  const began = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const handled: number[] = []
  await using orders = await startOrders(
    [
      onEvent('order.created', async ({ id }: { id: number }) => {
        began.resolve()
        await finish.promise
        handled.push(id)
      }),
    ],
    { delivery: { concurrency: 1 } },
  )
  await lastValueFrom(orders.client.emit('order.created', { id: 1 }))
  await began.promise

  const closing = orders.app.close()
  await lastValueFrom(orders.client.emit('order.created', { id: 2 }))
  finish.resolve()
  await closing

  expect(handled).toEqual([1])
  expect(await unsettled(orders)).toBe(1)
})

test('a handler at work can send while the application is closed', async () => {
  const began = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  await using orders = await startOrders([
    onEvent('order.created', async () => {
      began.resolve()
      await finish.promise
      const own = orders.app.get<JetstreamClient>(getClientToken('orders'))
      await lastValueFrom(own.emit('broadcast:order.reserved', {}))
    }),
    onEvent('order.reserved', () => undefined, { broadcast: true }),
  ])
  await lastValueFrom(orders.client.emit('order.created', { id: 1 }))
  await began.promise

  const closing = orders.app.close()
  finish.resolve()
  await closing

  expect(await unsettled(orders)).toBe(0)
})

test('an observable without an end is left at the deadline, and its message given back', async () => {
  const left = Promise.withResolvers<void>()
  const began = Promise.withResolvers<void>()
  await using orders = await startOrders(
    [
      onEvent('order.created', () => {
        began.resolve()
        return NEVER.pipe(finalize(left.resolve))
      }),
    ],
    { shutdownTimeoutMs: 10 },
  )
  await lastValueFrom(orders.client.emit('order.created', { id: 1 }))
  await began.promise

  await orders.app.close()
  await left.promise

  expect(await unsettled(orders)).toBe(1)
})

test('an application whose server is gone is closed all the same', async () => {
  await using orders = await startOrders([onEvent('order.created', () => undefined)])
  const connection = orders.app.get<NatsConnection>(JETSTREAM_CONNECTION)
  await orders.server.stop()

  await orders.app.close()

  expect(connection.isClosed()).toBe(true)
})

async function unsettled({ plain }: Orders): Promise<number> {
  const { streams } = await jetstreamManager(plain)
  const { state } = await streams.info('orders__microservice_ev-stream')
  return state.messages
}
