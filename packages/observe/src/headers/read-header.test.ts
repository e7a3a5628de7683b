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

test('takes a second spelling that says the same for a copy', () => {
  const headers = [
    ['traceparent', ['00-…']],
    ['Traceparent', ['00-…']],
    ['Baggage', ['a=1', 'b=2']],
    ['baggage', ['a=1']],
  ] as const

  expect(readHeader(headers, 'traceparent')).toEqual(['00-…'])
  expect(readHeader(headers, 'baggage')).toEqual(['a=1', 'b=2', 'a=1'])
})

test('keeps values that are equal under one spelling', () => {
  const line = ['traceparent', ['00-…']] as const

  expect(readHeader([['traceparent', ['00-…', '00-…']]], 'traceparent')).toEqual(['00-…', '00-…'])
  expect(readHeader([line, line], 'traceparent')).toEqual(['00-…', '00-…'])
})

test('gives no values for a header that is absent', () => {
  expect(readHeader([['traceparent', ['1']]], 'tracestate')).toEqual([])
  expect(readHeader([['x-reply-t0', ['1']]], 'x-reply-to')).toEqual([])
  expect(readHeader(undefined, 'traceparent')).toEqual([])
})

test('keeps a value that is empty', () => {
  expect(readHeader([['traceparent', ['']]], 'traceparent')).toEqual([''])
})
