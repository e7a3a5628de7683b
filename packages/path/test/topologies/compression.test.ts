import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { render, trace } from '../../src/index.ts'
import { connectForTest, listen } from './connect-for-test.ts'

let server: NatsServer

beforeAll(async () => {
  server = await startNatsServer({ jetstream: false })
})

afterAll(() => server.stop())

test.each([
  ['gzip', 'gzip'],
  ['GZIP', 'gzip'],
  ['snappy', 'snappy'],
  ['s2', 'snappy'],
  ['gzip, snappy', 'snappy'],
  ['br', 'identity'],
])('reads the event of a message that accepts %s, which is sent as %s', async (accepted, sent) => {
  const connection = await connectForTest(server, { name: 'shop' })
  const observed = await listen(await connectForTest(server, { name: 'observer' }), 'seen.>')
  const { assembly, complete } = await trace(connection, 'orders.new', {
    headers: [['Accept-Encoding', [accepted]]],
    inboxPrefix: 'seen',
  })

  expect(complete).toBe(true)
  expect(render(assembly)).toContain('client shop')
  await expect
    .poll(() => [...new Set(observed.map((headers) => headers?.get('Content-Encoding')))])
    .toEqual([sent])
})

test('reads a compressed event that is larger than a block of snappy', async () => {
  const connection = await connectForTest(server, { name: 'shop' })
  const accepts = ['Accept-Encoding', ['snappy']] as const
  const large = ['X-Large', ['ö'.repeat(100_000)]] as const
  const { events } = await trace(connection, 'orders.new', { headers: [accepts, large] })

  expect(events[0]?.headers.get('X-Large')?.[0]).toHaveLength(100_000)
})
