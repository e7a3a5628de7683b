import { expect, test } from 'vitest'
import type { OperationStats } from '../../api/service-view.ts'
import { isSortColumn, sortOperations } from './sort-operations.ts'

test('the busiest come first', () => {
  expect(
    names(sortOperations([stats('a', 1), stats('b', 3), stats('c', 2)], 'count', false)),
  ).toEqual(['b', 'c', 'a'])
})

test('errors are sorted by their share', () => {
  expect(names(sortOperations([stats('a', 1000, 10), stats('b', 10, 5)], 'errors', false))).toEqual(
    ['b', 'a'],
  )
})

test('equal ones are in the order of their names, up and down', () => {
  const list = [stats('b', 1), stats('a', 1)]

  expect(names(sortOperations(list, 'count', false))).toEqual(['a', 'b'])
  expect(names(sortOperations(list, 'count', true))).toEqual(['a', 'b'])
})

test('what a link names is a column or is not', () => {
  expect([isSortColumn('p95Ms'), isSortColumn('constructor')]).toEqual([true, false])
})

function stats(service: string, count: number, errors = 0): OperationStats {
  return {
    service,
    operation: 'op',
    count,
    errors,
    perSecond: 1,
    p50Ms: 1,
    p95Ms: 1,
    p99Ms: 1,
    maxMs: 1,
  }
}

function names(list: readonly OperationStats[]): readonly string[] {
  return list.map(({ service }) => service)
}
