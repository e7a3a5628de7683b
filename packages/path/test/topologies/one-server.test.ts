import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { render, trace } from '../../src/index.ts'
import { connectForTest, listen } from './connect-for-test.ts'
import { wayOf } from './way-of.ts'

let server: NatsServer

beforeAll(async () => {
  server = await startNatsServer({ jetstream: false, config: CONFIG })
})

afterAll(() => server.stop())

test('every subscriber of a subject is on the way', async () => {
  const connection = await connectForTest(server, { name: 'shop' })
  await listen(await connectForTest(server, { name: 'billing' }), 'orders.*')
  await listen(await connectForTest(server, { name: 'stock' }), 'orders.new')
  const { assembly } = await trace(connection, 'orders.new')

  expect(wayOf(assembly).split('\n').toSorted()).toEqual([
    '  client billing',
    '  client stock',
    'n1 ← client shop',
  ])
})

test('each mapping of a subject is on the way', async () => {
  const connection = await connectForTest(server, { name: 'shop' })
  await listen(await connectForTest(server, { name: 'billing' }), 'new.*')
  const { assembly } = await trace(connection, 'old.7')

  expect(wayOf(assembly)).toMatchInlineSnapshot(`
    "n1 ← client shop
      subject mapping to new.7
      client billing"
  `)
  expect(render(assembly)).toContain('subject mapping → new.7')
})

test('one member of each queue group is on the way', async () => {
  const connection = await connectForTest(server, { name: 'shop' })
  const worker = await connectForTest(server, { name: 'worker' })
  await listen(worker, 'jobs', 'workers')
  await listen(worker, 'jobs', 'workers')
  await listen(await connectForTest(server, { name: 'auditor' }), 'jobs', 'auditors')
  const { assembly } = await trace(connection, 'jobs')

  expect(wayOf(assembly).split('\n').toSorted()).toEqual([
    '  client auditor queue auditors',
    '  client worker queue workers',
    'n1 ← client shop',
  ])
})

test('a queue group spreads messages over its members', async () => {
  const connection = await connectForTest(server, { name: 'shop' })
  await listen(await connectForTest(server, { name: 'left' }), 'spread.jobs', 'workers')
  await listen(await connectForTest(server, { name: 'right' }), 'spread.jobs', 'workers')
  const traces = await Promise.all(
    Array.from({ length: 40 }, () => trace(connection, 'spread.jobs')),
  )
  const ways = new Set(traces.map(({ assembly }) => wayOf(assembly)))

  expect([...ways].toSorted()).toEqual([
    'n1 ← client shop\n  client left queue workers',
    'n1 ← client shop\n  client right queue workers',
  ])
})

test('a connection without echo does not get its own message', async () => {
  const connection = await connectForTest(server, { name: 'shop', noEcho: true })
  await listen(connection, 'echo.new')
  const { assembly, complete } = await trace(connection, 'echo.new')

  expect(complete).toBe(true)
  expect(wayOf(assembly)).toMatchInlineSnapshot(`
    "n1 ← client shop
      client shop ✗ Not delivered because of no echo"
  `)
  expect(render(assembly)).toContain('no echo')
})

test('a subscriber that may not read a subject is named with the reason', async () => {
  const connection = await connectForTest(server, { name: 'shop' })
  await listen(await connectForTest(server, { name: 'intern', user: 'intern' }), 'orders.*')
  const { assembly, complete } = await trace(connection, 'orders.secret')

  expect(complete).toBe(true)
  expect(wayOf(assembly)).toMatchInlineSnapshot(`
    "n1 ← client shop
      client intern ✗ Not delivered because subscription denies this subject"
  `)
})

test('a subject that the user may not publish to is refused', async () => {
  const connection = await connectForTest(server, { user: 'intern' })

  await expect(trace(connection, 'closed.door')).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
    message: 'the server does not let this user publish to closed.door',
  })
})

test('a user who may not publish to inboxes cannot be told of the way', async () => {
  const connection = await connectForTest(server, { user: 'mute' })

  await expect(trace(connection, 'orders.new')).rejects.toMatchObject({
    code: 'PERMISSION_DENIED',
    message: expect.stringMatching(/^the server does not let this user publish to _INBOX\./),
  })
})

test('a payload that the server does not take is refused before it is sent', async () => {
  const connection = await connectForTest(server, { name: 'shop' })
  const received = await listen(connection, 'orders.big')
  const big = trace(connection, 'orders.big', { payload: new Uint8Array(4097), deliver: true })

  await expect(big).rejects.toMatchObject({ message: expect.stringContaining('max_payload') })
  await connection.flush()

  expect(received).toEqual([])
})

const CONFIG = `
max_payload: 4KB
accounts {
  APP {
    users [
      { user: app, password: app }
      { user: intern, password: intern, permissions: {
        publish: { deny: "closed.>" }, subscribe: { deny: "orders.secret" } } }
      { user: mute, password: mute, permissions: { publish: "orders.>" } }
    ]
    mappings { "old.*": "new.{{wildcard(1)}}" }
  }
}
no_auth_user: app`
