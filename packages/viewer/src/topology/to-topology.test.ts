import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { handle, hop, idOf, nanos, publish, type SpanFields } from '../../test/build-span.ts'
import { recordedOrder } from '../../test/recorded-order.ts'
import type { TopologyView } from '../api/topology-view.ts'
import { toHopRecord, type HopRecord } from '../trace/hop-record.ts'
import { toTopology } from './to-topology.ts'

test('the recorded order shows three clusters, and leaf nodes outside of them', () => {
  const { servers } = toTopology(records())

  expect(servers.map(({ name, cluster }) => `${cluster ?? 'leaf'} ${name}`)).toEqual([
    'leaf C1L2',
    'C1 C1N1',
    'C1 C1N3',
    'C2 C2N1',
    'C2 C2N2',
    'C2 C2N3',
    'leaf C3L3',
    'C3 C3N1',
    'C3 C3N2',
    'C3 C3N3',
  ])
  expect(servers.filter(({ isLeaf }) => isLeaf).map(({ name }) => name)).toEqual(['C1L2', 'C3L3'])
})

test('a link counts its messages, and tells how long they took', () => {
  expect(toTopology(records()).links).toContainEqual({
    from: 'C3N2',
    to: 'C2N2',
    kind: 'gateway',
    messages: 2,
    p50Ms: 0.27,
    p95Ms: 1.739,
  })
})

test('services are beside the server that they are connected to', () => {
  const { clients } = toTopology(records())

  expect(clients.map(({ service, server }) => `${service} ${server}`)).toEqual([
    'checkout C3L3',
    'fulfilment C3N1',
    'payments C2N1',
    'shop-edge C1L2',
    'warehouse C2N3',
  ])
})

test('the order in which records come does not matter', () => {
  const known = toTopology(records())

  fc.assert(
    fc.property(
      fc.shuffledSubarray([...records()], { minLength: records().length }),
      (shuffled) => {
        expect(toTopology(shuffled)).toEqual(known)
      },
    ),
    { numRuns: 20 },
  )
})

test('records are the same after they were kept as JSON', () => {
  const kept: readonly HopRecord[] = JSON.parse(JSON.stringify(records()))

  expect(toTopology(kept)).toEqual(toTopology(records()))
})

test('a client that makes no spans has the name that it gave its connection', () => {
  const { clients } = mapOf(
    hop('n1', {
      attributes: { 'nats.server.ingress.kind': 'client', 'nats.server.ingress.name': 'cron' },
    }),
  )

  expect(clients).toEqual([{ service: 'cron', server: 'n1', published: 1, received: 0 }])
})

test('a service whose connection has another name is there once', () => {
  const ingress = {
    'nats.server.ingress.kind': 'client',
    'nats.server.ingress.name': 'pool-7',
    'nats.server.ingress.cid': 5,
  }
  const connected = { 'messaging.nats.server.name': 'n1', 'messaging.client.id': '5' }
  const { clients } = mapOf(
    publish('a', { attributes: connected }),
    hop('n1', { attributes: ingress }),
  )

  expect(clients).toEqual([{ service: 'shop', server: 'n1', published: 1, received: 0 }])
})

test('how long a message took cannot be told by clocks that run against it', () => {
  const { links } = mapOf(...hopsApart(-3))

  expect(links).toEqual([{ from: 'n1', to: 'n2', kind: 'route', messages: 1 }])
})

test('how long a message took is from when it left the server before', () => {
  expect(mapOf(...hopsApart(3)).links).toMatchObject([{ p50Ms: 3, p95Ms: 3 }])
})

test('a leaf node that others are connected to is a leaf, its hub is not', () => {
  const { servers } = mapOf(
    hop('outer', { attributes: { 'nats.server.ingress.kind': 'client' } }),
    leafHop('inner', {}, 'outer'),
    leafHop('hub', { 'nats.server.cluster': 'C1' }, 'inner'),
  )

  expect(servers.filter(({ isLeaf }) => isLeaf).map(({ name }) => name)).toEqual(['inner', 'outer'])
})

test('a server that did not report is there with the service that is connected to it', () => {
  const { servers, links, clients } = mapOf(
    sending('n1', { 'nats.server.cluster': 'C1' }),
    handle('billing', { service: 'billing', attributes: { 'messaging.nats.server.name': 'n2' } }),
  )

  expect(servers).toMatchObject([
    { name: 'n1', cluster: 'C1', messages: 1 },
    { name: 'n2', cluster: 'C1', messages: 0, isSilent: true },
  ])
  expect(servers[0]).not.toHaveProperty('isSilent')
  expect(links).toEqual([{ from: 'n1', to: 'n2', kind: 'route', messages: 1 }])
  expect(clients).toContainEqual({ service: 'billing', server: 'n2', published: 0, received: 1 })
})

test('a server of which only its client tells is there, without a link to it', () => {
  const { servers, links } = mapOf(
    hop('n1', { attributes: { 'nats.server.ingress.kind': 'client' } }),
    handle('billing', { attributes: { 'messaging.nats.server.name': 'n7' } }),
  )

  expect(servers.map(({ name, isSilent = false }) => [name, isSilent])).toEqual([
    ['n1', false],
    ['n7', true],
  ])
  expect(links).toEqual([])
})

test('a server that a message was kept from did not get it', () => {
  const refused = { 'nats.server.egress.error': 'Not delivered: no interest' }
  const { servers, links } = mapOf(sending('n1', {}, refused))

  expect(servers.map(({ name }) => name)).toEqual(['n1'])
  expect(links).toEqual([])
})

test('where no server reported at all, none is on the map', () => {
  const connected = { 'messaging.nats.server.name': 'n1' }

  expect(mapOf(publish('a', { attributes: connected })).servers).toEqual([])
})

function records(): readonly HopRecord[] {
  return recordedOrder().flatMap((span) => toHopRecord(span) ?? [])
}

function mapOf(...spans: readonly Parameters<typeof toHopRecord>[0][]): TopologyView {
  return toTopology(spans.flatMap((span) => toHopRecord(span) ?? []))
}

// A hop that sends the message on to n2 by a route.
function sending(
  server: string,
  own: NonNullable<SpanFields['attributes']>,
  egress: NonNullable<SpanFields['attributes']> = {},
): Parameters<typeof toHopRecord>[0] {
  const attributes = {
    'nats.server.egress.kind': 'route',
    'nats.server.egress.name': 'n2',
    'nats.server.egress.hop': '1',
    ...egress,
  }
  return hop(server, {
    events: [{ name: 'egress', timeUnixNano: nanos(10), attributes }],
    attributes: { 'nats.server.ingress.kind': 'client', ...own },
  })
}

function hopsApart(ms: number): readonly Parameters<typeof toHopRecord>[0][] {
  const attributes = {
    'nats.server.egress.kind': 'route',
    'nats.server.egress.name': 'n2',
    'nats.server.egress.hop': '1',
  }
  const producer = { 'nats.trace.producer': idOf('order') }
  const events = [{ name: 'egress', timeUnixNano: nanos(10), attributes }]
  return [
    hop('n1', {
      start: 9,
      events,
      attributes: { ...producer, 'nats.server.ingress.kind': 'client' },
    }),
    hop('n2', {
      parent: 'n1',
      start: 10 + ms,
      attributes: { ...producer, 'nats.server.ingress.name': 'n1', 'nats.trace.hop': '1' },
    }),
  ]
}

function leafHop(
  server: string,
  attributes: NonNullable<SpanFields['attributes']>,
  from: string,
): Parameters<typeof toHopRecord>[0] {
  return hop(server, {
    attributes: {
      'nats.server.ingress.kind': 'leafnode',
      'nats.server.ingress.name': from,
      'nats.trace.hop': '1',
      ...attributes,
    },
  })
}
