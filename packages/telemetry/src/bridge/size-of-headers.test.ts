import { headers } from '@nats-io/nats-core'
import { expect, test } from 'vitest'
import { sizeOfHeaders } from './size-of-headers.ts'

test('headers are as large as they are sent', () => {
  const some = headers()
  some.set('x-a', 'ü')
  some.append('x-a', '')
  some.set('Nats-Msg-Id', 'id')

  expect(sizeOfHeaders(some)).toBe(
    Buffer.byteLength('NATS/1.0\r\nx-a: ü\r\nx-a: \r\nNats-Msg-Id: id\r\n\r\n'),
  )
})
