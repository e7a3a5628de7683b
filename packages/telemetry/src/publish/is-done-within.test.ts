import { expect, test } from 'vitest'
import { isDoneWithin } from './is-done-within.ts'

test('what is done in time is done', async () => {
  await expect(isDoneWithin(60_000, Promise.resolve())).resolves.toBe(true)
})

test('what takes longer is not waited for', async () => {
  await expect(isDoneWithin(1, new Promise(() => {}))).resolves.toBe(false)
})

test('without an end, the wait is for as long as it takes', async () => {
  const later = new Promise((resolve) => setImmediate(() => setTimeout(resolve, 2)))

  await expect(isDoneWithin(Number.POSITIVE_INFINITY, later)).resolves.toBe(true)
})
