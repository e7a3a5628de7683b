import { assert, array, property, uint8Array } from 'fast-check'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { splitGzipped, splitRequest, unpackedBytes } from './split-request.ts'

test('bodies stay together as long as there is room', () => {
  const bodies = [4, 4, 2, 1, 9].map((bytes) => Buffer.alloc(bytes))

  expect(splitRequest(bodies, 10).map(sizes)).toEqual([
    [4, 4, 2],
    [1, 9],
  ])
})

test('a body that is too large is divided between its resources', () => {
  const body = Buffer.concat([resource(4), resource(4), resource(10)])

  expect(splitRequest([body], 8)).toEqual([[resource(4), resource(4)], [resource(10)]])
})

test('a body that is too large and no request is not divided', () => {
  expect(splitRequest([Buffer.alloc(9)], 8).map(sizes)).toEqual([[9]])
})

test('nothing is lost by dividing, nothing changes its place, and no part is too large', () => {
  assert(
    property(array(uint8Array({ maxLength: 40 })), (bodies) => {
      const parts = splitRequest(bodies, 50)

      expect(Buffer.concat(parts.flat())).toEqual(Buffer.concat(bodies))
      expect(parts.every((part) => part.length > 0 && Buffer.concat(part).length <= 50)).toBe(true)
    }),
  )
})

test('bodies that are compressed are counted by what is in them', () => {
  const body = gzipSync(Buffer.alloc(30))

  expect(unpackedBytes(body)).toBe(30)
  expect(splitGzipped([body, body, body], 60)).toEqual([[body, body], [body]])
})

function resource(bytes: number): Uint8Array {
  return Buffer.concat([Buffer.from([0x0a, bytes - 2]), Buffer.alloc(bytes - 2)])
}

function sizes(part: readonly Uint8Array[]): readonly number[] {
  return part.map(({ length }) => length)
}
