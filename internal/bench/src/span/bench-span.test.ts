import { expect, test } from 'vitest'
import { benchSpan } from './bench-span.ts'

test('span gives a ratio for spans of any attributes, and for those of messages', async () => {
  const ratios = await benchSpan({ slices: 2 }, { spansPerSlice: 1_000 })

  expect(ratios.map(({ name, goal }) => [name, goal])).toEqual([
    ['span: OpenTelemetry / ours', 8],
    ['span: OpenTelemetry / ours of a message', 12],
  ])
  expect(ratios.every(({ ratio, runs }) => ratio > 0 && runs === 2)).toBe(true)
})
