import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { displayWidth, padEnd, padStart, truncate } from './display-width.ts'

test.each([
  ['orders.new', 10],
  ['├─ ✗ Ü', 6],
  ['注文', 4],
  ['e\u0301', 1],
  ['🚀', 2],
  ['ﾊﾝｶｸ', 4],
  ['㉑', 2],
  ['\u1112\u1161\u11ab', 2],
])('%j is %s columns wide', (text, width) => {
  expect(displayWidth(text)).toBe(width)
})

test.each([
  ['orders.new', 10, 'orders.new'],
  ['orders.new', 9, 'orders.n…'],
  ['orders.new', 1, '…'],
  ['orders.new', 0, ''],
  ['注文番号', 6, '注文…'],
  ['a bc', 3, 'a…'],
])('cuts %j to %s columns as %j', (text, width, cut) => {
  expect(truncate(text, width)).toBe(cut)
})

test('cuts no text wider than it is told to', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(30), (text, width) => {
      expect(displayWidth(truncate(text, width))).toBeLessThanOrEqual(width)
    }),
  )
})

test('fills up to a width on either side, and leaves what is wider', () => {
  expect([padEnd('注', 4), padStart('注', 4), padStart('wider', 4)]).toEqual([
    '注  ',
    '  注',
    'wider',
  ])
})
