import type { ResourceSpans } from '@hopscope/observe/otlp'
import { expect, test } from 'vitest'
import { recordedOrder } from '../../test/recorded-order.ts'
import { OrderJourneys } from './order-journeys.ts'

const ORDER = recordedOrder()

test('a journey is complete when its last span has come, in whatever order', async () => {
  const journeys = new OrderJourneys()
  const complete = journeys.complete('o-1', new AbortController().signal)

  for (const spans of ORDER.toReversed()) journeys.add([spans])

  expect((await complete).length).toBe(spanCount(ORDER))
})

test('a span that comes twice is one', async () => {
  const journeys = new OrderJourneys()

  journeys.add(ORDER)
  journeys.add(ORDER)

  expect(journeys.spansOf('o-1')).toHaveLength(spanCount(ORDER))
})

test('waiting ends with what has come when its signal is aborted', async () => {
  const journeys = new OrderJourneys()
  const stop = new AbortController()
  const complete = journeys.complete('o-1', stop.signal)

  journeys.add(ORDER.slice(1))
  stop.abort()

  expect((await complete).length).toBeLessThan(spanCount(ORDER))
})

test('waiting fails when nothing will arrive any more', async () => {
  const journeys = new OrderJourneys()
  const complete = journeys.complete('o-1', new AbortController().signal)

  journeys.fail(new Error('stream TELEMETRY is gone'))

  await expect(complete).rejects.toThrow('stream TELEMETRY is gone')
})

test('an order that is not known has no spans', () => {
  expect(new OrderJourneys().spansOf('o-1')).toEqual([])
})

function spanCount(resourceSpans: readonly ResourceSpans[]): number {
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)).length
}
