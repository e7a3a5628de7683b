import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainText } from './plain-text.ts'

test.each([
  ['orders.new', 'orders.new'],
  ['Bestellung Ü-7 注文', 'Bestellung Ü-7 注文'],
  ['a\nb\r\nc', 'a b c'],
  ['\u001b[2Jgone\u001b]0;title\u0007', '[2Jgone ]0;title'],
  ['8-bit \u009b31m', '8-bit  31m'],
  ['\u202eevil\u2066', 'evil'],
  ['half \ud83d', 'half \ufffd'],
])('makes %j to %j', (text, plain) => {
  expect(plainText(text)).toBe(plain)
})

test('leaves no character that a terminal acts on', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(plainText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    }),
  )
})
