import { ROOT_CONTEXT, createContextKey } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import { deliveredMessage, rememberDelivered, type DeliveredMessage } from './delivered-messages.ts'

test('what is known of a message is known of no other, and cannot be seen in it', () => {
  const message = { subject: 'orders.new' }
  const known = delivered()
  rememberDelivered(message, known)

  expect(deliveredMessage(message)).toBe(known)
  expect(deliveredMessage({ ...message })).toBeUndefined()
  expect(Reflect.ownKeys(message)).toEqual(['subject'])
})

test('of a message that is delivered again, the last is known', () => {
  const message = {}
  const last = delivered()
  rememberDelivered(message, delivered())
  rememberDelivered(message, last)

  expect(deliveredMessage(message)).toBe(last)
})

function delivered(): DeliveredMessage {
  const context = ROOT_CONTEXT.setValue(createContextKey('test'), 1)
  return { context } as DeliveredMessage
}
