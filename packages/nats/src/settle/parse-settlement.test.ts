import { expect, test } from 'vitest'
import { parseSettlement } from './parse-settlement.ts'

test.each([
  ['', { kind: 'ack' }],
  ['+ACK', { kind: 'ack' }],
  ['+NXT {"batch":1}', { kind: 'ack' }],
  ['-NAK', { kind: 'nak' }],
  ['-NAK {"delay": 1500000}', { kind: 'nak', delayMs: 1.5 }],
  ['+TERM', { kind: 'term' }],
  ['+TERM no such address', { kind: 'term', reason: 'no such address' }],
  ['+WPI', { kind: 'in_progress' }],
])('"%s" is read, as text and as bytes', (text, expected) => {
  expect(parseSettlement(text)).toEqual(expected)
  expect(parseSettlement(new TextEncoder().encode(text))).toEqual(expected)
})

test('a message without a payload is an ack', () => {
  expect(parseSettlement(undefined)).toEqual({ kind: 'ack' })
})
