import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { exceptionAttributes } from './exception-attributes.ts'

test('an error has its type, its message and where it was made', () => {
  const error = new TypeError('no number')

  expect(exceptionAttributes(error)).toEqual({
    'exception.type': 'TypeError',
    'exception.message': 'no number',
    'exception.stacktrace': error.stack,
  })
})

test('an error of another realm is one', () => {
  expect(exceptionAttributes(runInNewContext('new RangeError("too far")'))).toMatchObject({
    'exception.type': 'RangeError',
    'exception.message': 'too far',
    'exception.stacktrace': expect.stringContaining('RangeError: too far'),
  })
})

test.each([
  ['a code', { code: 'E_GONE' }, { type: 'E_GONE', message: '' }],
  ['a number for a code', { code: 7, message: 'gone' }, { type: '7', message: 'gone' }],
  ['a name and a code', { name: 'Gone', code: 7 }, { type: 'Gone', message: '' }],
  ['a message', { message: 'gone' }, { type: 'Error', message: 'gone' }],
  ['a message that is no text', { message: 7 }, { type: 'Error', message: '7' }],
])('an object with %s is an exception', (_, thrown, { type, message }) => {
  expect(exceptionAttributes(thrown)).toEqual({
    'exception.type': type,
    'exception.message': message,
  })
})

test.each([
  ['a text', 'odd', 'odd'],
  ['a number', 7, '7'],
  ['nothing', undefined, 'undefined'],
  ['an object like any other', { a: 1 }, '[object Object]'],
])('%s is a message and no more', (_, thrown, message) => {
  expect(exceptionAttributes(thrown)).toEqual({ 'exception.message': message })
})
