import { jetstream } from '@nats-io/jetstream'
import { Kvm } from '@nats-io/kv'
import { Objm } from '@nats-io/obj'
import { expect, test } from 'vitest'
import { startPair } from './pair.ts'

test('a key and an object of buckets with one name have templates of their own', async () => {
  await using pair = await startPair()
  const kv = await new Kvm(jetstream(pair.plain)).create('shop')
  const objects = await new Objm(jetstream(pair.plain)).create('shop')
  pair.traced.subscribe('>', { callback: () => {} })
  await pair.traced.flush()

  await kv.put('k', 'v')
  await objects.putBlob({ name: 'o' }, new Uint8Array(1))
  await expect.poll(() => pair.telemetry.spansNamed('process shop')).toHaveLength(2)

  expect(
    pair.telemetry
      .spansNamed('process shop')
      .map(({ attributes }) => [attributes['messaging.destination.template']]),
  ).toEqual([['$KV.shop.>'], ['$O.shop.M.>']])
})
