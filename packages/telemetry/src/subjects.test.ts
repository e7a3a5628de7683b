import { expect, test } from 'vitest'
import { logsSubject, metricsSubject, spansSubject, subjectToken } from './subjects.ts'

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

test('log records go to the subject of their service and level, and metrics to one of their service', () => {
  expect(logsSubject('shop.checkout', 'error')).toBe('telemetry.logs.shop_checkout.error')
  expect(metricsSubject('shop.checkout')).toBe('telemetry.metrics.shop_checkout.batch')
})
