import { expect, test } from 'vitest'
import { packRecords } from './packed-records.ts'
import { slicesOf } from './slices.ts'

test('messages are sliced by their size, in their order, and the last slice says so', () => {
  const records = [60_000, 90_000, 10, 200_000, 5].map((bytes, at) => ({
    subject: 'telemetry.spans.s.batch',
    data: new Uint8Array(bytes),
    touchedMs: 0,
    sequence: at + 1,
  }))

  const slices = slicesOf(7, packRecords(records))

  expect(slices.map((slice) => slice.records.map(({ sequence }) => sequence))).toEqual([
    [1, 2],
    [3, 4],
    [5],
  ])
  expect(slices.map(({ id, isLast }) => [id, isLast])).toEqual([
    [7, false],
    [7, false],
    [7, true],
  ])
})

test('no messages are one slice, so that there is an answer', () => {
  expect(slicesOf(7, packRecords([]))).toMatchObject([{ records: [], isLast: true }])
})
