import type { NatsServer } from '@hopscope/nats-server'
import type { NatsConnection } from '@nats-io/transport-node'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { trace } from '../../src/index.ts'
import { ACCOUNTS_A_AND_B } from './accounts-a-and-b.ts'
import { connectForTest, listen } from './connect-for-test.ts'
import { startGateway } from './start-gateway.ts'
import { stopsOf } from './stops-of.ts'
import { traceTo } from './trace-to.ts'
import { wayOf } from './way-of.ts'

let near: NatsServer
let far: NatsServer
let publisher: NatsConnection
let subscriber: NatsConnection

beforeAll(async () => {
  near = await startGateway('C1', { config: ACCOUNTS_A_AND_B })
  far = await startGateway('C2', { to: near, config: ACCOUNTS_A_AND_B })
})

beforeEach(async () => {
  publisher = await connectForTest(near, { user: 'A', name: 'shop' })
  subscriber = await connectForTest(far, { user: 'B', name: 'far' })
})

afterAll(() => Promise.all([near, far].map((server) => server.stop())))

test('a stream import that allows traces shows its subscriber in another cluster', async () => {
  await listen(subscriber, 'open.>')
  const traced = await traceTo(2, publisher, 'open.door')

  expect(wayOf(traced.assembly)).toMatchInlineSnapshot(`
    "C1N1 ← client shop
      C2N1 ← gateway C1N1
        stream export to open.door in B
        client far in B"
  `)
  expect(stopsOf(traced)).toMatchInlineSnapshot(`[]`)
})

test('a stream import that allows no traces is named, and the cluster where it ends', async () => {
  await listen(subscriber, 'shut.>')
  const traced = await traceTo(2, publisher, 'shut.door')

  expect(wayOf(traced.assembly)).toMatchInlineSnapshot(`
    "C1N1 ← client shop
      C2N1 ← gateway C1N1
        stream export to shut.door in B"
  `)
  expect(stopsOf(traced)).toMatchInlineSnapshot(`
    [
      "the trace ends before account B: a subscriber there, whom shut.door would reach, is not shown",
      "set allow_trace in account B, on its import of the stream shut.door from account A",
    ]
  `)
})

test('a service that allows traces shows who answers in another cluster', async () => {
  await listen(subscriber, 'svc.>')
  const traced = await traceTo(2, publisher, 'ask.open')

  expect(wayOf(traced.assembly)).toMatchInlineSnapshot(`
    "C1N1 ← client shop
      service import to svc.open in B
      C2N1 ← gateway C1N1
        client far"
  `)
  expect(stopsOf(traced)).toMatchInlineSnapshot(`[]`)
})

test('a service that allows no traces ends the trace in the cluster of the requester', async () => {
  await listen(subscriber, 'svc.>')
  await traceTo(2, publisher, 'ask.open')
  const traced = await trace(publisher, 'ask.shut')

  expect(wayOf(traced.assembly)).toMatchInlineSnapshot(`
    "C1N1 ← client shop
      service import to svc.shut in B"
  `)
  expect(stopsOf(traced)).toMatchInlineSnapshot(`
    [
      "the trace ends at the service import ask.shut → svc.shut of account A from account B; in a dry run a requester is told "no responders" (503) even if there are some",
      "set allow_trace in account B, on its export of the service svc.shut; if it is set, nobody serves there",
    ]
  `)
})

test('a service that nobody serves is told of in the same way, as a dry run cannot tell', async () => {
  const traced = await trace(publisher, 'ask.open', { reply: 'answers' })

  expect(traced.replies).toMatchObject([{ status: 503 }])
  expect(stopsOf(traced, traced)).toMatchInlineSnapshot(`
    [
      "the trace ends at the service import ask.open → svc.open of account A from account B; the "no responders" (503) that came back is what a dry run does there, and does not mean that nobody serves",
      "set allow_trace in account B, on its export of the service svc.open; if it is set, nobody serves there",
    ]
  `)
})

test('the no responders of a dry run to a service are not taken for the truth', async () => {
  await listen(subscriber, 'svc.>')
  await traceTo(2, publisher, 'ask.open')
  const traced = await trace(publisher, 'ask.shut', { reply: 'answers' })

  expect(traced.replies).toMatchObject([{ status: 503 }])
  expect(stopsOf(traced, traced)).toMatchInlineSnapshot(`
    [
      "the trace ends at the service import ask.shut → svc.shut of account A from account B; the "no responders" (503) that came back is what a dry run does there, and does not mean that nobody serves",
      "set allow_trace in account B, on its export of the service svc.shut; if it is set, nobody serves there",
    ]
  `)
})
