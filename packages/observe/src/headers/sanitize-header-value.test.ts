import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { sanitizeHeaderValue } from './sanitize-header-value.ts'

// Texts with what is to be removed in them, which random text seldom has.
const anything = fc.nat(0x10ffff).map((point) => String.fromCodePoint(point))
const text = fc.string({ unit: fc.oneof(anything, trouble()) })

test('never leaves a control character', () => {
  fc.assert(
    fc.property(text, (value) => {
      expect(sanitizeHeaderValue(value)).not.toMatch(/\p{Cc}/u)
    }),
  )
})

test('is always well-formed', () => {
  fc.assert(
    fc.property(text, fc.nat(40), (value, maxBytes) => {
      expect(sanitizeHeaderValue(value, maxBytes).isWellFormed()).toBe(true)
    }),
  )
})

test('never takes more bytes than it may', () => {
  fc.assert(
    fc.property(text, fc.nat(40), (value, maxBytes) => {
      expect(Buffer.byteLength(sanitizeHeaderValue(value, maxBytes))).toBeLessThanOrEqual(maxBytes)
    }),
  )
})

test('leaves nothing to do a second time', () => {
  fc.assert(
    fc.property(text, fc.nat(40), (value, maxBytes) => {
      const once = sanitizeHeaderValue(value, maxBytes)

      expect(sanitizeHeaderValue(once, maxBytes)).toBe(once)
    }),
  )
})

test('keeps what is clean already', () => {
  const unit = fc.constantFrom('a', ' ', 'é', '東', '🚂', '\u2028')
  const clean = fc.string({ unit }).map((value) => `(${value})`)

  fc.assert(
    fc.property(clean, (value) => {
      expect(sanitizeHeaderValue(value)).toBe(value)
    }),
  )
})

test('replaces a surrogate without its pair', () => {
  expect(sanitizeHeaderValue('a\ud800b')).toBe('a\ufffdb')
})

test('cuts at 1024 bytes unless told otherwise', () => {
  expect(sanitizeHeaderValue('a'.repeat(2000))).toBe('a'.repeat(1024))
  expect(sanitizeHeaderValue('a'.repeat(2000), Infinity)).toBe('a'.repeat(2000))
})

test.each([0, -1, NaN])('leaves nothing of a text that may have %d bytes', (maxBytes) => {
  expect(sanitizeHeaderValue('a', maxBytes)).toBe('')
})

function trouble(): fc.Arbitrary<string> {
  return fc.constantFrom('\r\n', '\t', '\u0000', '\u007f', '\u0085', ' ', '\ud800', '\udfff', '🚂')
}
