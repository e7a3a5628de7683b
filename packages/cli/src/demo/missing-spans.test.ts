import { flatten, type JourneySpan } from '@hopscope/path'
import { expect, test } from 'vitest'
import { recordedOrder } from '../../test/recorded-order.ts'
import { missingSpans } from './missing-spans.ts'

const ORDER = [...flatten(recordedOrder())]

/** Spans that nothing else tells of: what a service does for itself, and what comes with its hop. */
const UNTOLD = ['ask the bank', 'book carrier', 'reserve stock', 'store ORDERS']

test('nothing is missing in a journey that was recorded whole', () => {
  expect(missingSpans(ORDER)).toEqual([])
})

test.each(
  ORDER.filter(({ span }) => !UNTOLD.includes(span.name)).map(({ span }) => [
    span.name,
    span.spanId,
  ]),
)('a journey without %s is not complete', (_, spanId) => {
  expect(missingSpans(ORDER.filter(({ span }) => span.spanId !== spanId))).not.toEqual([])
})

test('an order that was not settled yet is not complete', () => {
  const unsettled = ORDER.map((entry) =>
    entry.resource['service.name'] === 'fulfilment'
      ? { ...entry, span: { ...entry.span, events: [] } }
      : entry,
  )

  expect(missingSpans(unsettled)).toEqual(['the end of the shipment'])
})

test('a service that got a message and has not told of it is named', () => {
  const isWarehouse = ({ resource }: JourneySpan): boolean =>
    resource['service.name'] === 'warehouse'

  expect(missingSpans(ORDER.filter((span) => !isWarehouse(span)))).toEqual(['what warehouse did'])
})

test('nothing at all lacks the order', () => {
  expect(missingSpans([])).toEqual(['the order itself'])
})
