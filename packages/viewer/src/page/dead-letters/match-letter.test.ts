import { expect, test } from 'vitest'
import type { DeadLetter } from '../../api/message-view.ts'
import { matchesGroup, reasonName } from './match-letter.ts'

test('a group without a choice has every letter', () => {
  expect(matchesGroup(letter({}), { reason: undefined, originalStream: undefined })).toBe(true)
})

test.each([
  ['no such address', 'ORDERS', true],
  ['no such address', undefined, true],
  ['no such address', 'PAYMENTS', false],
  ['timeout', 'ORDERS', false],
])(
  'a letter belongs to the group of its reason and stream: %s, %s',
  (reason, originalStream, isIn) => {
    expect(
      matchesGroup(letter({ reason: 'no such address', originalStream: 'ORDERS' }), {
        reason,
        originalStream,
      }),
    ).toBe(isIn)
  },
)

test('letters without a reason are a group, too', () => {
  expect(matchesGroup(letter({}), { reason: reasonName(''), originalStream: undefined })).toBe(true)
  expect(
    matchesGroup(letter({ reason: 'timeout' }), {
      reason: reasonName(''),
      originalStream: undefined,
    }),
  ).toBe(false)
})

function letter(parts: Partial<DeadLetter>): DeadLetter {
  return { stream: 'DLQ', sequence: 1, subject: 'dlq.a', storedAtMs: 0, payloadBytes: 0, ...parts }
}
