import { startCluster, type Cluster } from '@hopscope/nats-server'
import { headers as createHeaders, type NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assemble, decodeTraceEvent, render, toSpans, type TraceEvent } from '../../src/index.ts'
import { connectForTest, listen } from './connect-for-test.ts'
import { traceTo } from './trace-to.ts'
import { wayOf } from './way-of.ts'

let cluster: Cluster

beforeAll(async () => {
  cluster = await startCluster({ size: 2, jetstream: false, config: CONFIG })
})

afterAll(() => cluster.stop())

test('a sampled traceparent is traced to where the account says', async () => {
  const publisher = await connectTo('C1N1', { name: 'shop' })
  const received = await listen(await connectTo('C1N2', { name: 'billing' }), 'orders.*')
  await traceTo(2, publisher, 'orders.1')
  const events = await collectFrom(publisher)
  publish(publisher, 'orders.1', `00-${TRACE_ID}-00f067aa0ba902b7-01`)

  await expect.poll(() => assemble(events)).toMatchObject({ complete: true, hopCount: 2 })
  await expect.poll(() => received).toHaveLength(1)
  expect(wayOf(assemble(events))).toMatchInlineSnapshot(`
    "C1N1 ← client shop
      C1N2 ← route C1N1
        client billing"
  `)
  expect(render(assemble(events))).toContain('client billing')
  expect(events.map((event) => toSpans(event)?.scopeSpans[0]?.spans[0]?.traceId)).toEqual([
    TRACE_ID,
    TRACE_ID,
  ])
})

test.each(['Traceparent', 'TRACEPARENT'])('a header %s is traced as well', async (name) => {
  const publisher = await connectTo('C1N1', { name: 'shop' })
  const events = await collectFrom(publisher)
  publish(publisher, 'alone.1', `00-${TRACE_ID}-00f067aa0ba902b7-01`, name)

  await expect.poll(() => events.map((event) => toSpans(event) !== undefined)).toEqual([true])
})

test('a traceparent that is not sampled is not traced', async () => {
  const publisher = await connectTo('C1N1', { name: 'shop' })
  const events = await collectFrom(publisher)
  publish(publisher, 'alone.unsampled', `00-${TRACE_ID}-00f067aa0ba902b7-00`)
  publish(publisher, 'alone.sampled', `00-${TRACE_ID}-00f067aa0ba902b7-01`)

  await expect.poll(() => events.map(({ ingress }) => ingress.subject)).toEqual(['alone.sampled'])
})

test('a message whose user may not publish to the destination is lost', async () => {
  const publisher = await connectTo('C1N1', { user: 'limited' })
  const subscriber = await connectTo('C1N1', { name: 'billing' })
  const received = await listen(subscriber, 'orders.*')
  publish(publisher, 'orders.lost', `00-${TRACE_ID}-00f067aa0ba902b7-01`)
  publish(publisher, 'orders.kept', `00-${TRACE_ID}-00f067aa0ba902b7-00`)

  await expect.poll(() => received).toHaveLength(1)
  expect(received[0]?.get('traceparent')).toMatch(/-00$/)
})

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const CONFIG = `
accounts {
  APP {
    users [
      { user: app, password: app }
      { user: limited, password: limited, permissions: { publish: "orders.>" } }
    ]
    msg_trace { dest: "telemetry.hops" }
  }
}
no_auth_user: app`

function connectTo(
  server: string,
  options: { readonly name?: string; readonly user?: string },
): Promise<NatsConnection> {
  return connectForTest(cluster.server(server), options)
}

/** The trace events that come to the account's destination, also those that come later. */
async function collectFrom(connection: NatsConnection): Promise<readonly TraceEvent[]> {
  const events: TraceEvent[] = []
  connection.subscribe('telemetry.hops', {
    callback: (_, msg) => {
      const event = decodeTraceEvent(msg.data, msg.headers?.get('Content-Encoding'))
      if (event !== undefined) events.push(event)
    },
  })
  await connection.flush()
  return events
}

function publish(
  connection: NatsConnection,
  subject: string,
  traceparent: string,
  name = 'traceparent',
): void {
  const headers = createHeaders()
  headers.set(name, traceparent)
  connection.publish(subject, '', { headers })
}
