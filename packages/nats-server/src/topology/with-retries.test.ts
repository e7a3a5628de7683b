import { expect, test, vi } from 'vitest'
import { NatsServerError, type NatsServerErrorCode } from '../nats-server-error.ts'
import { withRetries } from './with-retries.ts'

test('starts over when a port was taken meanwhile, or a gateway went another way', async () => {
  const start = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(failure('PORT_TAKEN'))
    .mockRejectedValueOnce(failure('GATEWAY_DIVERTED'))
    .mockResolvedValue('started')

  expect(await withRetries(start)).toBe('started')
})

test('gives up after three starts', async () => {
  const start = vi.fn<() => Promise<string>>().mockRejectedValue(failure('PORT_TAKEN'))

  await expect(withRetries(start)).rejects.toMatchObject({ code: 'PORT_TAKEN' })
  expect(start).toHaveBeenCalledTimes(3)
})

test('does not start over what would fail again', async () => {
  const start = vi.fn<() => Promise<string>>().mockRejectedValue(failure('SERVER_START_FAILED'))

  await expect(withRetries(start)).rejects.toMatchObject({ code: 'SERVER_START_FAILED' })
  expect(start).toHaveBeenCalledTimes(1)
})

function failure(code: NatsServerErrorCode): NatsServerError {
  return new NatsServerError(code, 'as the test wants it')
}
