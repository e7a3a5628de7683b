import { expect, test } from 'vitest'
import type { UnpackedRecord } from '../worker/packed-records.ts'
import { RecordBatcher } from './record-batcher.ts'

test('messages are handed on when there are enough of them, in their order', async () => {
  const taken: (readonly UnpackedRecord[])[] = []
  const batcher = new RecordBatcher((records) => Promise.resolve(void taken.push(records)))
  for (let sequence = 1; sequence <= 1_100; sequence++) await batcher.add(record(sequence))
  await batcher.close()

  expect(taken.map(({ length }) => length)).toEqual([500, 500, 100])
  expect(taken.flat().map(({ sequence }) => sequence)).toEqual(
    Array.from({ length: 1_100 }, (_, at) => at + 1),
  )
})

test('few messages are handed on after a while', async () => {
  const taken = Promise.withResolvers<readonly UnpackedRecord[]>()
  const batcher = new RecordBatcher((records) => Promise.resolve(taken.resolve(records)))

  await batcher.add(record(1))

  expect(await taken.promise).toHaveLength(1)
})

test('adding waits while two batches are on their way', async () => {
  const gate = Promise.withResolvers<void>()
  const batcher = new RecordBatcher(() => gate.promise)
  const large = { ...record(1), data: new Uint8Array(2 * 1024 ** 2) }
  let added = 0
  const adding = [large, large].reduce<Promise<void>>(async (before, each) => {
    await before
    await batcher.add(each)
    added++
  }, Promise.resolve())
  await expect.poll(() => added).toBe(1)

  expect(batcher.waiting).toBe(2)
  gate.resolve()
  await adding
  expect(added).toBe(2)
  await expect.poll(() => batcher.waiting).toBe(0)
})

test('after a batch was lost nothing more is handed on, and adding says why', async () => {
  let calls = 0
  const batcher = new RecordBatcher(() => {
    calls++
    return Promise.reject(new Error('the index was started again'))
  })
  const large = { ...record(1), data: new Uint8Array(2 * 1024 ** 2) }
  await batcher.add(large)

  await expect(batcher.add(large)).rejects.toThrow('the index was started again')
  await batcher.close()
  expect(calls).toBe(1)
})

function record(sequence: number): UnpackedRecord {
  return { subject: 'telemetry.spans.s.batch', data: new Uint8Array(1), touchedMs: 0, sequence }
}
