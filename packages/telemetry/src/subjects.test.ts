import { expect, test } from 'vitest'
import { spansSubject, subjectToken } from './subjects.ts'

test.each([
  ['checkout', 'checkout'],
  ['check out', 'check_out'],
  ['shop.checkout', 'shop_checkout'],
  ['*', '_'],
  ['>', '_'],
  ['größe', 'gr__e'],
  ['a\r\nb', 'a__b'],
  ['', '_'],
])('the token of %j is %s', (name, token) => {
  expect(subjectToken(name)).toBe(token)
})

test('the spans of a service go to its own subject', () => {
  expect(spansSubject('shop.checkout')).toBe('telemetry.spans.shop_checkout.batch')
})
