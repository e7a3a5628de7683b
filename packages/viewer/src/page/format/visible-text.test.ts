import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { visibleBlock, visibleParts, visibleText, webLink } from './visible-text.ts'

test('plain text stays as it is', () => {
  expect(visibleText('orders.new für Zoë 日本 🎉')).toBe('orders.new für Zoë 日本 🎉')
})

test('control characters are shown as their pictures', () => {
  expect(visibleText('a\nb\u0000c\u007f')).toBe('a␊b␀c␡')
})

test('direction marks cannot turn a name around unseen', () => {
  expect(visibleText('ab\u202Ecd\u2066')).toBe('ab⟨U+202E⟩cd⟨U+2066⟩')
})

test('characters without width are shown', () => {
  expect(visibleText('a\u200Bb\uFEFF\u3164')).toBe('a⟨U+200B⟩b⟨U+FEFF⟩⟨U+3164⟩')
})

test('a lone surrogate is shown', () => {
  expect(visibleText('a\ud800b')).toBe('a⟨U+D800⟩b')
})

test('marks are told from text that looks like them', () => {
  expect(visibleParts('␊\n')).toEqual([
    { text: '␊', isMark: false },
    { text: '␊', isMark: true },
  ])
})

test('a block keeps its lines and tabs', () => {
  expect(visibleBlock('at a\r\n\tat b\u0007')).toBe('at a\n\tat b␇')
})

test('whatever the text, nothing hidden is left and the parts are the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = visibleText(text)

      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
      expect(
        visibleParts(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(shown)
    }),
  )
})

test.each(['https://example.com/a?b=c', 'http://127.0.0.1:8080/'])('%s is a link', (value) => {
  expect(webLink(value)).toBe(value)
})

test.each([
  'javascript:alert(1)',
  'data:text/html,x',
  'nats://127.0.0.1:4222',
  'see https://example.com',
  'https://user:secret@example.com/',
  'https://exa\u202Emple.com/',
  '//example.com',
  'https://',
])('%s is no link', (value) => {
  expect(webLink(value)).toBeUndefined()
})
