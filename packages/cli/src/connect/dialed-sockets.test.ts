import { once } from 'node:events'
import {
  createConnection,
  createServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DialedSockets } from './dialed-sockets.ts'

let server: Server
beforeAll(async () => {
  server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterAll(() => server.close())

test('a socket that is opened meanwhile is closed, even before it is through', () => {
  using dialed = new DialedSockets()
  const socket = dial()

  dialed.destroy()

  expect(socket).toMatchObject({ connecting: false, destroyed: true })
})

test('sockets that are opened before or afterwards are left alone', () => {
  const before = dial()
  const dialed = new DialedSockets()
  dialed[Symbol.dispose]()
  const after = dial()

  dialed.destroy()

  expect([before.destroyed, after.destroyed]).toEqual([false, false])
  before.destroy()
  after.destroy()
})

function dial(): Socket {
  return createConnection((server.address() as AddressInfo).port, '127.0.0.1')
}
