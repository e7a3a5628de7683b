import { context, trace } from '@opentelemetry/api'
import { firstValueFrom, lastValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import { onCommand, onEvent } from './nest-app.ts'
import { startOrders } from './orders.ts'
import { spanTree } from './span-tree.ts'

test('a command is one trace, with what its handler publishes', async () => {
  await using orders = await startOrders([
    onCommand('place.order', async (order: object) => {
      await lastValueFrom(orders.client.emit('order.created', order))
      return 'placed'
    }),
    onEvent('order.created', () => undefined),
  ])

  await firstValueFrom(orders.client.send('place.order', { id: 7 }))
  await orders.telemetry.until((spans) => spans.length === 5)

  expect(spanTree(orders.telemetry)).toBe(
    [
      'request orders__microservice.cmd.place.order producer',
      '  process orders__microservice.cmd.place.order consumer',
      '    publish orders__microservice.ev.order.created producer',
      '      process orders__microservice.ev.order.created consumer',
      '    reply (temporary) producer',
    ].join('\n'),
  )
})

test('a command through a stream is one trace', async () => {
  await using orders = await startOrders([onCommand('place.order', () => 'placed')], {
    rpc: { mode: 'jetstream' },
  })

  await firstValueFrom(orders.client.send('place.order', { id: 7 }))
  await orders.telemetry.until((spans) => spans.length === 3)

  expect(spanTree(orders.telemetry)).toBe(
    [
      'request orders__microservice.cmd.place.order producer',
      '  process orders__microservice.cmd.place.order consumer',
      '    reply (temporary) producer',
    ].join('\n'),
  )
})

test('the deliveries of an event that fails are one trace, whose spans say why', async () => {
  await using orders = await startOrders([
    onEvent('order.created', () => {
      throw new OutOfBooks('no books left')
    }),
  ])

  orders.client.emit('order.created', { id: 7 })
  await orders.telemetry.until((spans) => spans.length === 4)

  expect(spanTree(orders.telemetry)).toBe(
    [
      'publish orders__microservice.ev.order.created producer',
      '  process orders__microservice.ev.order.created consumer !',
      '  process orders__microservice.ev.order.created consumer !',
      '  process orders__microservice.ev.order.created consumer !',
    ].join('\n'),
  )
  const [handled] = orders.telemetry.spans.filter(({ kind }) => kind === 'consumer')
  expect(handled?.status).toEqual({ code: 'error', message: 'no books left' })
  expect(handled?.attributes['error.type']).toBe('OutOfBooks')
})

test('what is sent in a span of the application is below it', async () => {
  await using orders = await startOrders([onEvent('order.created', () => undefined)])
  const [active, span] = orders.telemetry.tracer.start(context.active(), 'checkout')

  const emitted = context.with(active, () => orders.client.emit('order.created', {}))
  await lastValueFrom(emitted)
  span.end()
  await orders.telemetry.until((spans) => spans.length === 3)

  expect(spanTree(orders.telemetry)).toBe(
    [
      'checkout internal',
      '  publish orders__microservice.ev.order.created producer',
      '    process orders__microservice.ev.order.created consumer',
    ].join('\n'),
  )
})

test('a handler, its observable and what it awaits are in the context of its message', async () => {
  await using orders = await startOrders([
    onCommand('where', async () => {
      await Promise.resolve()
      return trace.getActiveSpan()?.spanContext().spanId
    }),
  ])

  const spanId = await firstValueFrom(orders.client.send('where', {}))
  await orders.telemetry.until((spans) => spans.some(({ kind }) => kind === 'consumer'))

  const [handled] = orders.telemetry.spans.filter(({ kind }) => kind === 'consumer')
  expect(spanId).toBe(handled?.spanId)
})

class OutOfBooks extends Error {
  override readonly name = 'OutOfBooks'
}
