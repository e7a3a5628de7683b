import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ClockOffset } from './clock-offset.ts'
import { narrowByOrder, type ClockOrder } from './narrow-by-order.ts'

test('what left late bounds the one that sent it, through all servers before', () => {
  const orders = [
    { from: 'A', to: 'B', leadNanos: 5n },
    { from: 'B', to: 'C', leadNanos: 5n },
  ]
  const narrowed = narrowByOrder(bounds([-100n, 0n], [-100n, 100n], [0n, 100n]), orders)

  expect(narrowed).toEqual(bounds([-10n, 0n], [-5n, 5n], [0n, 10n]))
})

test('clocks that nothing is known of stay unknown', () => {
  const known = bounds([-100n, 100n])

  expect(narrowByOrder(known, [{ from: 'A', to: 'X', leadNanos: -500n }])).toEqual(known)
  expect(narrowByOrder(known, [{ from: 'X', to: 'A', leadNanos: -500n }])).toEqual(known)
})

test.each([
  ['the bounds', [{ from: 'A', to: 'B', leadNanos: -500n }]],
  [
    'each other',
    [
      { from: 'A', to: 'B', leadNanos: -1n },
      { from: 'B', to: 'A', leadNanos: -1n },
    ],
  ],
  ['themselves', [{ from: 'A', to: 'A', leadNanos: -1n }]],
])('orders that contradict %s change nothing', (_what, orders) => {
  const known = bounds([-100n, 100n], [-100n, 100n])

  expect(narrowByOrder(known, orders)).toBe(known)
})

test('what is true stays within bounds, which never become wider', () => {
  fc.assert(
    fc.property(fc.array(clock, { minLength: 1, maxLength: 6 }), fc.array(order), (clocks, all) => {
      const known = bounds(...clocks.map((each) => between(each)))
      const orders = all.map(({ from, to, delayNanos }): ClockOrder => {
        const [sender, receiver] = [from % clocks.length, to % clocks.length]
        const apart = (clocks[receiver]?.offset ?? 0n) - (clocks[sender]?.offset ?? 0n)
        return { from: key(sender), to: key(receiver), leadNanos: apart + delayNanos }
      })
      const narrowed = narrowByOrder(known, orders)
      const wrong = clocks.filter(({ offset, before, after }, index) => {
        const { minNanos = 1n, maxNanos = 0n } = narrowed.get(key(index)) ?? {}
        const narrower = minNanos >= offset - before && maxNanos <= offset + after
        return !narrower || offset < minNanos || offset > maxNanos
      })

      expect(wrong).toEqual([])
    }),
    { numRuns: 500 },
  )
})

const clock = fc.record({
  offset: fc.bigInt(-1000n, 1000n),
  before: fc.bigInt(0n, 500n),
  after: fc.bigInt(0n, 500n),
})
const order = fc.record({ from: fc.nat(), to: fc.nat(), delayNanos: fc.bigInt(0n, 500n) })

type Between = readonly [minNanos: bigint, maxNanos: bigint]

function between(each: { offset: bigint; before: bigint; after: bigint }): Between {
  return [each.offset - each.before, each.offset + each.after]
}

function key(index: number): string {
  return String.fromCodePoint(65 + index)
}

function bounds(...offsets: readonly Between[]): ReadonlyMap<string, ClockOffset> {
  return new Map(offsets.map(([minNanos, maxNanos], index) => [key(index), { minNanos, maxNanos }]))
}
