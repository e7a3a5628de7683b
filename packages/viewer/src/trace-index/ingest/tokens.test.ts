import { Double } from '@hopscope/observe/otlp'
import { expect, test } from 'vitest'
import { tokenOf, tokensOf } from './tokens.ts'

test('every single value has the word of its key and text', () => {
  const attributes = {
    text: 'a',
    int: 1,
    double: new Double(2),
    half: 0.5,
    large: 2n ** 62n,
    is: true,
  }

  expect(tokensOf(attributes)).toEqual([
    tokenOf('text', 'a'),
    tokenOf('int', '1'),
    tokenOf('double', '2'),
    tokenOf('half', '0.5'),
    tokenOf('large', '4611686018427387904'),
    tokenOf('is', 'true'),
  ])
})

test('a list has the words of its members', () => {
  expect(tokensOf({ tags: ['a', 7, null, ['b']] })).toEqual([
    tokenOf('tags', 'a'),
    tokenOf('tags', '7'),
  ])
})

test('bytes, maps, what is empty, and long texts have none', () => {
  const attributes = {
    bytes: new Uint8Array(2),
    map: { a: 'b' },
    nothing: null,
    long: 'x'.repeat(1025),
  }

  expect(tokensOf(attributes)).toEqual([])
})

test('a word is of letters and digits, and of the key as much as of the value', () => {
  expect(tokenOf('order.id', "o'1 OR *")).toMatch(/^[0-9a-z]+x[0-9a-z]+$/)
  expect(tokenOf('a', 'bc')).not.toBe(tokenOf('ab', 'c'))
})

test('hostile attributes have no more words than there is room for', () => {
  const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`key${at}`, at]))

  expect(tokensOf(many).length).toBeLessThanOrEqual(1024)
})
