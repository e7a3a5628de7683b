import { JetStreamApiError } from '@nats-io/jetstream'
import { errors } from '@nats-io/nats-core'
import { expect, test } from 'vitest'
import { TransportError } from '../transport/transport-error.ts'
import { errorTypeOf } from './error-type.ts'

test.each([
  ['timeout', new errors.TimeoutError()],
  ['timeout', new errors.RequestError('timeout', { cause: new errors.TimeoutError() })],
  ['503_no_responders', new errors.NoRespondersError('orders.new')],
  [
    '503_no_responders',
    new errors.RequestError('', { cause: new errors.NoRespondersError('orders.new') }),
  ],
  ['10071', new JetStreamApiError({ code: 400, err_code: 10071, description: 'wrong' })],
  ['PermissionViolationError', new errors.PermissionViolationError('no', 'publish', 'orders.new')],
  ['CLOSED', new TransportError('CLOSED', 'the client is closed', { hint: 'make another' })],
  ['RangeError', new RangeError('too far')],
  ['Error', new Error('outer', { cause: new RangeError('inner') })],
  ['string', 'thrown as it is'],
  ['undefined', undefined],
])('%s: %o', (expected, error) => {
  expect(errorTypeOf(error)).toBe(expected)
})
