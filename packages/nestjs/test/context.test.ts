import { firstValueFrom } from 'rxjs'
import { expect, test } from 'vitest'
import { JetstreamRecordBuilder, type JetstreamContext } from '@hopscope/nestjs'
import { onCommand, onEvent } from './nest-app.ts'
import { startOrders } from './orders.ts'

test('the context of an event says where it is from', async () => {
  const received = Promise.withResolvers<JetstreamContext>()
  await using orders = await startOrders([
    onEvent('order.created', (_data, context) => received.resolve(context)),
  ])

  orders.client.emit('order.created', {})
  const context = await received.promise

  expect({
    kind: context.getKind(),
    pattern: context.getPattern(),
    subject: context.getSubject(),
    caller: context.getCallerName(),
    isJetStream: context.isJetStream(),
    stream: context.getStream(),
    sequence: context.getSequence(),
    deliveryCount: context.getDeliveryCount(),
    isAborted: context.getSignal().aborted,
  }).toEqual({
    kind: 'event',
    pattern: 'order.created',
    subject: 'orders__microservice.ev.order.created',
    caller: 'gateway__microservice',
    isJetStream: true,
    stream: 'orders__microservice_ev-stream',
    sequence: 1,
    deliveryCount: 1,
    isAborted: false,
  })
  expect(context.getTimestamp()?.getTime()).toBeGreaterThan(Date.now() - 60_000)
  expect(context.getMessage().subject).toBe(context.getSubject())
})

test('the context of a command has no stream', async () => {
  await using orders = await startOrders([
    onCommand('where', (_data, context) => ({
      kind: context.getKind(),
      caller: context.getCallerName(),
      isJetStream: context.isJetStream(),
      stream: context.getStream() ?? null,
      sequence: context.getSequence() ?? null,
      timestamp: context.getTimestamp() ?? null,
      deliveryCount: context.getDeliveryCount(),
    })),
  ])

  await expect(firstValueFrom(orders.client.send('where', {}))).resolves.toEqual({
    kind: 'rpc',
    caller: 'gateway__microservice',
    isJetStream: false,
    stream: null,
    sequence: null,
    timestamp: null,
    deliveryCount: 1,
  })
})

test('headers are read in any case', async () => {
  await using orders = await startOrders([
    onCommand('tenant', (_data, context) => [
      context.getHeader('X-TENANT-ID'),
      context.getHeaders().get('x-tenant-id'),
      context.getHeader('x-other') ?? null,
    ]),
  ])
  const record = new JetstreamRecordBuilder({}).setHeader('X-Tenant-Id', 'acme').build()

  await expect(firstValueFrom(orders.client.send('tenant', record))).resolves.toEqual([
    'acme',
    'acme',
    null,
  ])
})
