import { expect, test } from 'vitest'
import { benchIndex } from './index-bench.ts'

test('the index gives a ratio for ingest, and for each question', { timeout: 90_000 }, async () => {
  const ratios = await benchIndex({ slices: 2 }, { spans: 2_000, streamed: 50 })

  expect(ratios.map(({ name }) => name)).toEqual([
    'viewer: ingest, plain rows / ours',
    'viewer: a trace by its id, ordered consumer / ours',
    'viewer: search by attribute, scan / ours',
    'viewer: percentiles of all operations, scan / ours',
    'viewer: service graph, self-join / ours',
  ])
  expect(ratios.every(({ ratio }) => ratio > 0)).toBe(true)
})
