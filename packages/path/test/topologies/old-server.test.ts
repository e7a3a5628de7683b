import { startNatsServer, type NatsServer } from '@hopscope/nats-server'
import type { NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { render, trace, type Trace } from '../../src/index.ts'
import { connectForTest, listen } from './connect-for-test.ts'
import { startLeaf } from './start-leaf.ts'
import { wayOf } from './way-of.ts'

const OLD_BIN = process.env['NATS_SERVER_OLD_BIN'] ?? ''
if (OLD_BIN === '') {
  process.stderr.write(
    'servers too old to trace are not tested: set NATS_SERVER_OLD_BIN to a nats-server before 2.11\n',
  )
}

describe.skipIf(OLD_BIN === '')('a server before 2.11', () => {
  let hub: NatsServer
  let old: NatsServer

  beforeAll(async () => {
    const config = 'leafnodes { listen: "127.0.0.1:-1" }'
    hub = await startNatsServer({ name: 'HUB', jetstream: false, config })
    old = await startLeaf(hub, { name: 'OLD', path: OLD_BIN, minVersion: '2.2.0' })
  })

  afterAll(() => Promise.all([old, hub].map((server) => server.stop())))

  test('is refused as the one to publish to, and delivers nothing', async () => {
    const publisher = await connectForTest(old, { name: 'till' })
    const received = await listen(publisher, 'orders.new')

    await expect(trace(publisher, 'orders.new')).rejects.toMatchObject({
      code: 'SERVER_TOO_OLD',
      message: expect.stringMatching(/^server OLD is 2\.\d+\.\d+, tracing needs 2\.11$/),
    })
    await publisher.flush()
    expect(received).toEqual([])
  })

  test('gets no dry run, and is not waited for', async () => {
    const subscriber = await connectForTest(old, { name: 'till' })
    const received = await listen(subscriber, 'orders.new')
    const publisher = await connectForTest(hub, { name: 'shop' })
    const { assembly, complete } = await traceToOld(publisher)
    await subscriber.flush()

    expect(complete).toBe(true)
    expect(wayOf(assembly)).toMatchInlineSnapshot(`
      "HUB ← client shop
        leaf node OLD ✗ Not delivered because remote does not support message tracing"
    `)
    expect(render(assembly)).toContain('remote does not support message tracing')
    expect(received).toEqual([])
  })

  test('gets a delivery, and is not waited for', async () => {
    const received = await listen(await connectForTest(old, { name: 'till' }), 'orders.new')
    const publisher = await connectForTest(hub, { name: 'shop' })
    await traceToOld(publisher)
    const { assembly, complete } = await trace(publisher, 'orders.new', { deliver: true })

    expect(complete).toBe(true)
    expect(wayOf(assembly)).toMatchInlineSnapshot(`
      "HUB ← client shop
        leaf node OLD ✗ Message delivered but remote does not support message tracing so no trace event generated from there"
    `)
    await expect.poll(() => received).toHaveLength(1)
  })
})

/** Traces until the message goes to the old server: interest takes its time to spread. */
function traceToOld(publisher: NatsConnection): Promise<Trace> {
  return vi.waitUntil(async () => {
    const result = await trace(publisher, 'orders.new')
    return result.events.some(({ items }) => items.length > 0) && result
  })
}
