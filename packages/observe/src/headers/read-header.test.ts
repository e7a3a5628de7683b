import { expect, test } from 'vitest'
import { readHeader } from './read-header.ts'

test('finds a header whatever the case of its name', () => {
  const headers = new Map([['X-Caller-Name', ['checkout']]])

  expect(readHeader(headers, 'x-caller-name')).toEqual(['checkout'])
  expect(readHeader(headers, 'X-CALLER-NAME')).toEqual(['checkout'])
})

test('gives the values of every spelling in the order of the message', () => {
  const headers = [
    ['Baggage', ['a=1', 'b=2']],
    ['x-subject', ['orders.new']],
    ['baggage', ['c=3']],
  ] as const

  expect(readHeader(headers, 'baggage')).toEqual(['a=1', 'b=2', 'c=3'])
})

test('gives no values for a header that is absent', () => {
  expect(readHeader([['traceparent', ['1']]], 'tracestate')).toEqual([])
  expect(readHeader([['x-reply-t0', ['1']]], 'x-reply-to')).toEqual([])
  expect(readHeader(undefined, 'traceparent')).toEqual([])
})

test('keeps a value that is empty', () => {
  expect(readHeader([['traceparent', ['']]], 'traceparent')).toEqual([''])
})
