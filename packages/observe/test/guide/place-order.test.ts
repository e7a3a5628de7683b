import { InMemoryTelemetry } from '@hopscope/observe/testing'
import '@hopscope/observe/node'
import { expect, test } from 'vitest'
import { placeOrder } from './place-order.ts'

test('an order that cannot be reserved fails its span', async () => {
  const telemetry = new InMemoryTelemetry()

  await placeOrder(telemetry, () => Promise.reject(new Error('no stock')), 'teapot', 2)

  expect(telemetry.spansNamed('place order')).toMatchObject([
    { attributes: { 'order.count': 2 }, status: { code: 'error', message: 'no stock' } },
  ])
  expect(telemetry.measured('orders')).toEqual([1])
})
