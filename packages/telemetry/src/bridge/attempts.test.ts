import { expect, test } from 'vitest'
import { Attempts } from './attempts.ts'

test('a record is tried again after twice the time, and given up at the last attempt', () => {
  const attempts = new Attempts(4, 5_000)

  expect(attempts.refused(7)).toEqual({ kind: 'again', attempts: 1, delayMs: 5_000 })
  expect(attempts.refused(7)).toEqual({ kind: 'again', attempts: 2, delayMs: 10_000 })
  expect(attempts.refused(7)).toEqual({ kind: 'again', attempts: 3, delayMs: 20_000 })
  expect(attempts.refused(7)).toEqual({ kind: 'give-up', attempts: 4 })
})

test('each record has attempts of its own', () => {
  const attempts = new Attempts(2, 5_000)
  attempts.refused(7)

  expect(attempts.refused(8)).toMatchObject({ kind: 'again', attempts: 1 })
})

test('a record that was settled begins anew', () => {
  const attempts = new Attempts(2, 5_000)
  attempts.refused(7)
  attempts.settled(7)

  expect(attempts.refused(7)).toMatchObject({ kind: 'again', attempts: 1 })
})

test('nobody waits for longer than five minutes', () => {
  const attempts = new Attempts(3, 10 * 60_000)

  expect(attempts.refused(7)).toMatchObject({ delayMs: 300_000 })
})

test('what is heard of no more is forgotten when ten thousand others were refused since', () => {
  const attempts = new Attempts(2, 5_000)
  for (let sequence = 1; sequence <= 10_001; sequence++) attempts.refused(sequence)

  expect(attempts.refused(1)).toMatchObject({ kind: 'again', attempts: 1 })
  expect(attempts.refused(10_001)).toMatchObject({ kind: 'give-up' })
})
