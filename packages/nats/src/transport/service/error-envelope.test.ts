import { expect, test } from 'vitest'
import { TransportError } from '../transport-error.ts'
import { errorEnvelope, MASKED } from './error-envelope.ts'

test.each([[new Error('secret')], ['secret'], [undefined], [null], [Symbol('secret')], [7n]])(
  'of %s a caller learns nothing',
  (thrown) => {
    expect(errorEnvelope(thrown)).toBe(MASKED)
  },
)

test('an object that was thrown is the envelope', () => {
  const thrown = { code: 'NO_STOCK' }

  expect(errorEnvelope(thrown)).toBe(thrown)
})

test('the payload of an error is the envelope, that of a call that failed too', () => {
  const payload = { code: 'NO_STOCK' }

  expect(errorEnvelope(Object.assign(new Error('secret'), { payload }))).toBe(payload)
  expect(errorEnvelope(new TransportError('RPC_FAILED', 'no', { hint: '', payload }))).toBe(payload)
})

test('an error whose payload cannot be read is masked', () => {
  const error = Object.defineProperty(new Error('x'), 'payload', {
    get() {
      throw new Error('getter')
    },
  })

  expect(errorEnvelope(error)).toBe(MASKED)
})
