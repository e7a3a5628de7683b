import { expect, test } from 'vitest'
import { benchStore } from './bench-store.ts'

test('store gives a ratio to a message for each span', async () => {
  const ratios = await benchStore({ slices: 2 }, { jsonSpans: 100, batchedSpans: 1_000 })

  expect(ratios).toMatchObject([{ name: 'store: a JSON message a span / ours', goal: 10, runs: 2 }])
  expect(ratios.every(({ ratio }) => ratio > 0)).toBe(true)
})
