import { expect, test } from 'vitest'
import { wrap } from './wrap.ts'

test('breaks a line between words and indents what follows', () => {
  expect(wrap(['hint: a server is silent', 'short'], 14)).toBe('hint: a server\n  is silent\nshort')
})

test('cuts a word that is wider than the line', () => {
  expect(wrap(['warning: incomprehensibilities'], 12)).toBe('warning:\n  incompreh…')
})
