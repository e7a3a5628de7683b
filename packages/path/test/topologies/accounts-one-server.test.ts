import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { render, trace } from '../../src/index.ts'
import { ACCOUNTS_A_AND_B } from './accounts-a-and-b.ts'
import { connectForTest, listen } from './connect-for-test.ts'
import { wayOf } from './way-of.ts'

let server: NatsServer

beforeAll(async () => {
  server = await startNatsServer({ jetstream: false, config: ACCOUNTS_A_AND_B })
})

afterAll(() => server.stop())

test('a stream import that allows traces shows its subscriber', async () => {
  const publisher = await connectForTest(server, { user: 'A', name: 'shop' })
  await listen(await connectForTest(server, { user: 'B', name: 'audit' }), 'open.>')
  const { assembly, complete } = await trace(publisher, 'open.door')

  expect(complete).toBe(true)
  expect(wayOf(assembly)).toMatchInlineSnapshot(`
    "n1 ← client shop
      stream export to open.door in B
      client audit in B"
  `)
  expect(render(assembly)).toContain('account B')
})

test('a stream import that does not allow traces ends the trace', async () => {
  const publisher = await connectForTest(server, { user: 'A', name: 'shop' })
  await listen(await connectForTest(server, { user: 'B', name: 'audit' }), 'shut.>')
  const { assembly, complete } = await trace(publisher, 'shut.door')

  expect(complete).toBe(true)
  expect(wayOf(assembly)).toMatchInlineSnapshot(`
    "n1 ← client shop
      stream export to shut.door in B"
  `)
})

test('a delivery passes a stream import where the trace may not', async () => {
  const publisher = await connectForTest(server, { user: 'A', name: 'shop' })
  const subscriber = await connectForTest(server, { user: 'B', name: 'audit' })
  const received = await listen(subscriber, 'shut.>')
  await trace(publisher, 'shut.door', { deliver: true })
  await subscriber.flush()

  expect(received).toHaveLength(1)
})

test('a service that allows traces shows who answers', async () => {
  const publisher = await connectForTest(server, { user: 'A', name: 'shop' })
  await listen(await connectForTest(server, { user: 'B', name: 'adder' }), 'svc.>')
  const { assembly, complete } = await trace(publisher, 'ask.open')

  expect(complete).toBe(true)
  expect(wayOf(assembly)).toMatchInlineSnapshot(`
    "n1 ← client shop
      service import to svc.open in B
      client adder in B"
  `)
  expect(render(assembly)).toContain('service import ask.open → svc.open')
})

test('a service that does not allow traces ends the trace', async () => {
  const publisher = await connectForTest(server, { user: 'A', name: 'shop' })
  await listen(await connectForTest(server, { user: 'B', name: 'adder' }), 'svc.>')
  const { assembly, complete } = await trace(publisher, 'ask.shut')

  expect(complete).toBe(true)
  expect(wayOf(assembly)).toMatchInlineSnapshot(`
    "n1 ← client shop
      service import to svc.shut in B"
  `)
})

test('a delivery reaches a service where the trace may not', async () => {
  const publisher = await connectForTest(server, { user: 'A', name: 'shop' })
  const service = await connectForTest(server, { user: 'B', name: 'adder' })
  const received = await listen(service, 'svc.>')
  await trace(publisher, 'ask.shut', { deliver: true })
  await service.flush()

  expect(received.map((headers) => headers?.get('Nats-Trace-Dest'))).toEqual(['trace disabled'])
})
