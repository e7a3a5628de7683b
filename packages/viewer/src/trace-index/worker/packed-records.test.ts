import { expect, test } from 'vitest'
import { packRecords, unpackRecords } from './packed-records.ts'

test('messages come out as they went in, with the two headers that say what they are', () => {
  const large = new Uint8Array(1_000).fill(7)
  const records = [
    { subject: 'a', data: large.subarray(10, 13), touchedMs: 1, sequence: 5 },
    { subject: 'b', data: new Uint8Array(0), touchedMs: 2 },
    {
      subject: 'c',
      data: Uint8Array.of(1),
      touchedMs: 3,
      headers: [
        ['content-type', ['application/json']],
        ['Content-Encoding', ['gzip']],
        ['other', ['x']],
      ] as const,
    },
  ]

  const packed = packRecords(records)

  expect(packed.bytes.byteLength).toBe(4)
  expect(unpackRecords(packed)).toEqual([
    { subject: 'a', data: Uint8Array.of(7, 7, 7), touchedMs: 1, sequence: 5, headers: [] },
    { subject: 'b', data: new Uint8Array(0), touchedMs: 2, headers: [] },
    {
      subject: 'c',
      data: Uint8Array.of(1),
      touchedMs: 3,
      headers: [
        ['Content-Type', ['application/json']],
        ['Content-Encoding', ['gzip']],
      ],
    },
  ])
})
