import { expect, test } from 'vitest'
import { parseStreamInfo, whyFull } from './stream-info.ts'

test.each([
  ['drops old messages', { discard: 'old', max_msgs: 1 }, undefined],
  ['has no limit', { discard: 'new', max_msgs: -1, max_bytes: -1 }, undefined],
  ['has room', { discard: 'new', max_msgs: 6, max_bytes: 1000 }, undefined],
  ['is full of messages', { discard: 'new', max_msgs: 5 }, 'it has 5 of 5 messages'],
  [
    'is full of bytes',
    { discard: 'new', max_bytes: 520 },
    'it has 500 of 520 bytes, and the message has 20',
  ],
  [
    'is full for the subject',
    { discard: 'new', discard_new_per_subject: true, max_msgs_per_subject: 2 },
    'it has 2 of 2 messages of a',
  ],
  [
    'is full, but replaces the oldest of the subject',
    { discard: 'new', max_msgs: 5, max_msgs_per_subject: 2 },
    undefined,
  ],
])('a stream that %s says so', (_name, config, expected) => {
  const state = { messages: 5, bytes: 500, subjects: { a: 2 } }

  expect(whyFull(parseStreamInfo({ config, state }), { subject: 'a', bytes: 20 })).toBe(expected)
})

test('an answer without anything in it is a stream that is not full', () => {
  expect(whyFull(parseStreamInfo({}), { subject: 'a', bytes: 20 })).toBeUndefined()
})
