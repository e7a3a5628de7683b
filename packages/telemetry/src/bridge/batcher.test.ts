import { expect, test } from 'vitest'
import { Batcher, type Batch } from './batcher.ts'
import type { SendableRecord } from './held-record.ts'

test('a batch is complete when it has enough records', () => {
  const { batcher, batches } = open()
  for (const sequence of [1, 2, 3, 4]) batcher.add(record(sequence))
  batcher.close()

  expect(batches).toEqual(['plain 1 2 3'])
})

test('a batch is complete before it has too many bytes', () => {
  const { batcher, batches } = open()
  batcher.add(record(1, { bytes: 60 }))
  batcher.add(record(2, { bytes: 60 }))
  batcher.close()

  expect(batches).toEqual(['plain 1'])
})

test('a record that has more bytes than a batch may is a batch of its own', () => {
  const { batcher, batches } = open()
  batcher.add(record(1))
  batcher.add(record(2, { bytes: 500 }))
  batcher.add(record(3))
  batcher.close()

  expect(batches).toEqual(['plain 1', 'plain 2'])
})

test('compressed records are not mixed with others', () => {
  const { batcher, batches } = open()
  batcher.add(record(1))
  batcher.add(record(2, { encoding: 'gzip' }))
  batcher.add(record(3))
  batcher.flush()

  expect(batches).toEqual(['plain 1 3', 'gzip 2'])
})

test('no record waits for longer than it may', async () => {
  const { batcher, batches } = open({ flushIntervalMs: 1 })
  batcher.add(record(1))

  await expect.poll(() => batches).toEqual(['plain 1'])
})

test('there is nothing to flush twice', () => {
  const { batcher, batches } = open()
  batcher.add(record(1))
  batcher.flush()
  batcher.flush()

  expect(batches).toEqual(['plain 1'])
})

function open({ flushIntervalMs = 60_000 } = {}) {
  const batches: string[] = []
  const onBatch = ({ records, encoding }: Batch): void => {
    const sequences = records.map(({ sequence }) => sequence)
    batches.push([encoding ?? 'plain', ...sequences].join(' '))
  }
  const batcher = new Batcher({ maxRecords: 3, maxBytes: 100, flushIntervalMs, onBatch })
  return { batcher, batches }
}

function record(
  sequence: number,
  { bytes = 10, encoding }: { readonly bytes?: number; readonly encoding?: 'gzip' } = {},
): SendableRecord {
  const body = new Uint8Array(bytes)
  const request = { signal: 'traces', body, items: 1, ...(encoding && { encoding }) } as const
  const message = {} as SendableRecord['message']
  return { sequence, deliveries: 1, storedAtMs: 0, ackSubject: '', message, request }
}
