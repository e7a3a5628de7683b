import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { hexOf } from '../hex-of.ts'
import { randomnessOf, traceIdOf } from './span-ids.ts'
import { toOrigin } from './span-origin.ts'

test('ids are the digits that they were read from', () => {
  fc.assert(
    fc.property(hex(32), hex(16), (traceId, spanId) => {
      const ids = toOrigin({ traceId, spanId, traceFlags: 0 })

      expect(ids && [traceIdOf(ids.trace), hexOf(ids.high, ids.low)]).toEqual([traceId, spanId])
    }),
  )
})

test.each([
  ['zeros for a trace', '0'.repeat(32), 'b'.repeat(16)],
  ['zeros for a span', 'a'.repeat(32), '0'.repeat(16)],
  ['too short a trace', 'a'.repeat(31), 'b'.repeat(16)],
  ['too long a span', 'a'.repeat(32), 'b'.repeat(17)],
  ['no hex', 'g'.repeat(32), 'b'.repeat(16)],
  ['letters beyond ASCII', 'ａ'.repeat(32), 'b'.repeat(16)],
])('%s is invalid', (_, traceId, spanId) => {
  expect(toOrigin({ traceId, spanId, traceFlags: 0 })).toBeUndefined()
})

test.each([
  ['0', 0],
  ['8', 0.5],
  ['c', 0.75],
])('a trace id whose last 56 bits begin with %s is %f of the way to 1', (digit, randomness) => {
  const traceId = `ffffffffffffffffff${digit}${'0'.repeat(13)}`
  const ids = toOrigin({ traceId, spanId: 'b'.repeat(16), traceFlags: 0 })

  expect(ids && randomnessOf(ids.trace)).toBe(randomness)
})

function hex(length: number) {
  const unit = fc.constantFrom(...'0123456789abcdef'.split(''))
  return fc
    .string({ unit, minLength: length, maxLength: length })
    .filter((digits) => /[^0]/.test(digits))
}
