import { anything, assert, property } from 'fast-check'
import { expect, test } from 'vitest'
import { reasonOf, toError } from './reason-of.ts'

test('whatever is thrown has a text, and an error that can be read', () => {
  assert(
    property(anything({ withNullPrototype: true, withBigInt: true }), (thrown) => {
      expect(typeof reasonOf(thrown)).toBe('string')
      const { name, message } = toError(thrown)
      expect([typeof name, typeof message]).toEqual(['string', 'string'])
    }),
  )
})

test('an error that can be read is itself', () => {
  const error = new RangeError('no')

  expect(toError(error)).toBe(error)
})

test.each([
  ['name', { name: 7 }],
  ['message', { message: undefined }],
  ['cause', { cause: Object.defineProperty(new Error('x'), 'name', { value: Symbol('no') }) }],
])('an error whose %s cannot be read is told by another one', (_, changed) => {
  const error = Object.assign(new Error('broken'), changed)

  expect(toError(error)).not.toBe(error)
  expect(toError(error).name).toBe('object')
})

test('what was thrown and is no error is named by its type', () => {
  expect([undefined, 'text', 7, {}].map((thrown) => toError(thrown).name)).toEqual([
    'undefined',
    'string',
    'number',
    'object',
  ])
})
