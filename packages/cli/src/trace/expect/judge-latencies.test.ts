import { expect, test } from 'vitest'
import type { Link } from '../link/links-of.ts'
import { judgeLatencies } from './judge-latencies.ts'

test('links that take no longer are neither complained nor doubted of', () => {
  expect(judgeLatencies([link(), link({ latencyMs: 20 })], 20)).toEqual({})
})

test('a link is too slow if it certainly took longer', () => {
  const slow = link({ latencyMs: 25, uncertaintyMs: 4, clock: 'bounded' })

  expect(judgeLatencies([slow], 20)).toEqual({
    complaint: 'no link above 20 ms, got n1 → n2 25.00 ms ±4.00 ms',
  })
})

test('a link that perhaps took longer is doubted of', () => {
  const unsure = link({ latencyMs: 19, uncertaintyMs: 4, clock: 'bounded' })

  expect(judgeLatencies([unsure], 20)).toEqual({
    doubt: 'clocks differ, and a link may be above 20 ms: n1 → n2 19.00 ms ±4.00 ms',
  })
})

test('of a link whose clocks are skewed nothing can be promised', () => {
  expect(judgeLatencies([link({ latencyMs: -15, clock: 'skewed' })], 20)).toEqual({
    complaint: 'no link above 20 ms, got n1 → n2 unknown, their clocks differ',
  })
})

function link(fields: Partial<Link> = {}): Link {
  return { from: 'n1', to: 'n2', latencyMs: 1, uncertaintyMs: 0, clock: 'trusted', ...fields }
}
