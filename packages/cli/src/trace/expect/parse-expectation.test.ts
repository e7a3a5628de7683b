import { expect, test } from 'vitest'
import { parseExpectation } from './parse-expectation.ts'

test.each([
  ['complete', { key: 'complete' }],
  ['stream=ORDERS', { key: 'stream', name: 'ORDERS' }],
  ['stream=a=b', { key: 'stream', name: 'a=b' }],
  ['subscribers=0', { key: 'subscribers', relation: '=', count: 0 }],
  ['subscribers>=2', { key: 'subscribers', relation: '>=', count: 2 }],
  ['subscribers<=2', { key: 'subscribers', relation: '<=', count: 2 }],
  ['servers=n1, n2', { key: 'servers', names: ['n1', 'n2'] }],
  ['max-latency=1.5ms', { key: 'max-latency', latencyMs: 1.5 }],
])('%s is an expectation', (typed, expectation) => {
  expect(parseExpectation(typed)).toEqual(expectation)
})

test.each([
  '',
  'stream',
  'stream=',
  'stream>=ORDERS',
  'subscribers=two',
  'subscribers>2',
  'subscribers=-1',
  'max-latency=20',
  'max-latency=0',
  'max-latency=-1ms',
  'latency=20ms',
  'complete=true',
])('%j is refused with what may be written', (typed) => {
  expect(() => parseExpectation(typed)).toThrow(
    expect.objectContaining({
      code: 'ARGUMENT_INVALID',
      hint: expect.stringContaining('subscribers>=2'),
    }),
  )
})
