import { expect, test, vi } from 'vitest'
import { waitFor } from './wait-for.ts'

test('gives the first thing that is there', async () => {
  const check = vi
    .fn<() => Promise<string | undefined>>()
    .mockResolvedValueOnce(undefined)
    .mockResolvedValue('there')

  expect(await waitFor(check, { timeoutMs: 1000, intervalMs: 1 })).toBe('there')
  expect(check).toHaveBeenCalledTimes(2)
})

test('gives nothing when the time has passed', async () => {
  expect(await waitFor(async () => undefined, { timeoutMs: 5, intervalMs: 1 })).toBeUndefined()
})

test('looks once even when there is no time', async () => {
  expect(await waitFor(async () => 'there', { timeoutMs: 0, intervalMs: 1 })).toBe('there')
})

test('rejects with the reason of the signal', async () => {
  const signal = AbortSignal.abort(new Error('enough'))

  await expect(
    waitFor(async () => 'there', { timeoutMs: 1000, intervalMs: 1, signal }),
  ).rejects.toThrow('enough')
})
