import { expect, test } from 'vitest'
import { leastMs, linkLatency, mostMs } from './link-latency.ts'

test('a time is trusted when nothing speaks against the clocks', () => {
  expect(linkLatency({ latencyNanos: 1_500_000n })).toEqual({
    latencyMs: 1.5,
    uncertaintyMs: 0,
    clock: 'trusted',
  })
})

test('a time whose uncertainty is known is bounded', () => {
  const time = linkLatency({ latencyNanos: 3_000_000n, uncertaintyNanos: 500_000n })

  expect(time).toEqual({ latencyMs: 3, uncertaintyMs: 0.5, clock: 'bounded' })
  expect([leastMs(time), mostMs(time)]).toEqual([2.5, 3.5])
})

test('a message that arrives before it was sent shows that clocks are skewed', () => {
  expect(linkLatency({ latencyNanos: -1n }).clock).toBe('skewed')
})
