import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { goDuration } from './go-duration.ts'
import { toNanos, type TimeUnit } from './to-nanos.ts'

const LONGEST = 2n ** 63n - 1024n

test('is read back as the same number of nanoseconds', () => {
  const nanos = fc.bigInt({ min: 0n, max: LONGEST }).map(Number).filter(isBelowLimit)

  fc.assert(
    fc.property(nanos, (given) => {
      expect(parse(goDuration(given))).toBe(BigInt(given))
    }),
  )
})

test('is read back as the same number of units', () => {
  const unit = fc.constantFrom<TimeUnit>('ns', 'us', 'ms', 's', 'm', 'h', 'd')

  fc.assert(
    fc.property(fc.nat(100_000), unit, (count, of) => {
      const nanos = toNanos(count, of)

      expect(parse(goDuration(nanos))).toBe(BigInt(nanos))
    }),
  )
})

test('has the largest unit that needs no fraction', () => {
  expect(goDuration(toNanos(90, 's'))).toBe('90s')
  expect(goDuration(toNanos(60, 's'))).toBe('1m')
  expect(goDuration(toNanos(1, 'd'))).toBe('24h')
  expect(goDuration(toNanos(1.5, 'h'))).toBe('90m')
  expect(goDuration(toNanos(1.5, 'us'))).toBe('1500ns')
})

test('takes the longest duration of Go, less what a double cannot tell', () => {
  expect(goDuration(Number(LONGEST))).toBe('9223372036854774784ns')
})

test.each([-1, 0.5, NaN, Infinity, 2 ** 63])('is not made of %d', (nanos) => {
  expect(() => goDuration(nanos)).toThrow(expect.objectContaining({ code: 'TTL_INVALID' }))
})

function isBelowLimit(nanos: number): boolean {
  return nanos < 2 ** 63
}

const NANOS_OF: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
}

function parse(duration: string): bigint | undefined {
  const [, digits = '', unit = ''] = /^(\d+)([a-z]+)$/.exec(duration) ?? []
  const nanos = NANOS_OF[unit]
  return nanos === undefined ? undefined : BigInt(digits) * nanos
}
