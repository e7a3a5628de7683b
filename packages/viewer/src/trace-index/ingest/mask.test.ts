import type { AttributeMap } from '@hopscope/observe/otlp'
import { expect, test } from 'vitest'
import { maskAttributes } from './mask.ts'

test.each([
  'messaging.header.authorization',
  'messaging.header.Proxy-Authorization',
  'messaging.header.cookie',
  'messaging.header.set-cookie',
  'messaging.header.x-access-token',
  'messaging.header.client_secret',
  'messaging.header.x-api-key',
  'messaging.header.password',
  'http.request.header.authorization',
  'rpc.request.metadata.jwt',
])('the value of %s is masked', (key) => {
  expect(mask({ [key]: 'hunter2', [`${key}.list`]: ['hunter2', 'x'] })).toEqual({
    [key]: '(masked)',
    [`${key}.list`]: ['(masked)'],
  })
})

test.each(['messaging.header.x-tenant', 'messaging.message.id', 'token.count', 'db.key'])(
  'the value of %s stays',
  (key) => {
    expect(mask({ [key]: 'hunter2' })).toEqual({ [key]: 'hunter2' })
  },
)

test('attributes without a secret stay the very same', () => {
  const attributes = { 'order.id': 'o-1' }

  expect(mask(attributes)).toBe(attributes)
})

test('a payload is left out, unless it is to be kept', () => {
  const attributes = { 'messaging.nats.message.body': 'hello' }

  expect(mask(attributes)).toEqual({})
  expect(maskAttributes(attributes, { storePayloads: true })).toBe(attributes)
})

function mask(attributes: AttributeMap): AttributeMap {
  return maskAttributes(attributes, { storePayloads: false })
}
