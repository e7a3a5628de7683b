import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MapLink, MapServer, TopologyView } from '../api/topology-view.ts'
import { layoutTopology, type Place, type TopologyLayout } from './layout-topology.ts'

const SIZE = { width: 1200, height: 800 }

test('nothing of the super-cluster overlaps, whatever is connected to it', () => {
  fc.assert(
    fc.property(anyConnections(), (connections) => {
      const boxes = boxesOf(layoutTopology({ ...SUPER_CLUSTER, ...connections }, SIZE))

      expect(overlaps(boxes)).toEqual([])
    }),
  )
})

test('nothing overlaps in clusters of any number and size', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 12 }), (sizes) => {
      const servers = sizes.flatMap((size, index) => clusterOf(`cluster ${index}`, size))
      const layout = layoutTopology({ ...NOTHING, servers }, SIZE)

      expect(overlaps(boxesOf(layout))).toEqual([])
      expect(layout.servers).toHaveLength(servers.length)
    }),
  )
})

test('regions of clusters have their servers in them, and do not touch each other', () => {
  const { clusters, servers } = layoutTopology(SUPER_CLUSTER, SIZE)
  const [c1, c2, c3] = clusters
  const inside = clusters.map(({ name, x, y, radius }) =>
    servers
      .filter((server) => Math.hypot(server.x - x, server.y - y) < radius)
      .map((server) => server.name.slice(0, 3) === `${name}N`),
  )

  expect(inside).toEqual([
    [true, true, true],
    [true, true, true],
    [true, true, true],
  ])
  expect([apart(c1, c2), apart(c2, c3), apart(c1, c3)].filter((distance) => distance < 0)).toEqual(
    [],
  )
})

test('a leaf node is about as near to its hub as to any other server of the cluster', () => {
  const { servers } = layoutTopology(SUPER_CLUSTER, SIZE)
  const at = new Map(servers.map((server) => [server.name, server]))
  const farther = [
    ['C1L1', 'C1N1'],
    ['C1L2', 'C1N3'],
    ['C3L3', 'C3N2'],
  ].filter(([leaf = '', hub = '']) => {
    const lengths = servers
      .filter(({ name }) => name.includes('N'))
      .map((each) => between(each, at.get(leaf)))
    return between(at.get(leaf) ?? ORIGIN, at.get(hub)) > 1.25 * Math.min(...lengths)
  })

  expect(farther).toEqual([])
})

test('the same map is drawn the same way, in whatever order it is told', () => {
  const reversed = { ...SUPER_CLUSTER, servers: SUPER_CLUSTER.servers.toReversed() }

  expect(layoutTopology(reversed, SIZE)).toEqual(layoutTopology(SUPER_CLUSTER, SIZE))
})

test('more messages move nothing', () => {
  const busy = SUPER_CLUSTER.servers.map((server) => ({ ...server, messages: 1e6, errors: 9 }))

  expect(layoutTopology({ ...SUPER_CLUSTER, servers: busy }, SIZE)).toEqual(
    layoutTopology(SUPER_CLUSTER, SIZE),
  )
})

test('everything is inside of the drawing', () => {
  const layout = layoutTopology(SUPER_CLUSTER, SIZE)
  const outside = boxesOf(layout).filter(
    ({ x, y, width, height }) =>
      x - width / 2 < 0 ||
      y - height / 2 < 0 ||
      x + width / 2 > layout.width ||
      y + height / 2 > layout.height,
  )

  expect(outside).toEqual([])
})

test('a drawing that does not fit is larger than asked for, rather than crowded', () => {
  const { width, height } = layoutTopology(SUPER_CLUSTER, { width: 100, height: 100 })

  expect(Math.min(width, height)).toBeGreaterThan(300)
})

test('a map of nothing is as large as asked for', () => {
  expect(layoutTopology(NOTHING, SIZE)).toEqual({
    ...SIZE,
    clusters: [],
    servers: [],
    clients: [],
    streams: [],
  })
})

test('leaf nodes that hang on each other, and on nothing else, are drawn', () => {
  const servers = ['a', 'b'].map((name) => server(name, { isLeaf: true }))
  const links = [link('a', 'b', 'leafnode')]

  expect(layoutTopology({ ...NOTHING, servers, links }, SIZE).servers).toHaveLength(2)
})

const NOTHING: TopologyView = { servers: [], links: [], clients: [], streams: [], steps: [] }
const SUPER_CLUSTER: TopologyView = {
  ...NOTHING,
  servers: [
    ...['C1', 'C2', 'C3'].flatMap((cluster) => clusterOf(cluster, 3)),
    ...['C1L1', 'C1L2', 'C3L3'].map((name) => server(name, { isLeaf: true })),
  ],
  links: [
    link('C1N1', 'C1L1', 'leafnode'),
    link('C1N3', 'C1L2', 'leafnode'),
    link('C3L3', 'C3N2', 'leafnode'),
    link('C3N2', 'C1N1', 'gateway'),
    link('C3N2', 'C2N2', 'gateway'),
  ],
  clients: [
    { service: 'checkout', server: 'C3L3', published: 2, received: 1 },
    { service: 'warehouse', server: 'C2N3', published: 0, received: 1 },
  ],
  streams: [{ stream: 'ORDERS', server: 'C3N3', messages: 1 }],
}

function clusterOf(cluster: string, size: number): readonly MapServer[] {
  return Array.from({ length: size }, (_, index) => server(`${cluster}N${index + 1}`, { cluster }))
}

function server(name: string, fields: Partial<MapServer> = {}): MapServer {
  return { name, isLeaf: false, accounts: [], messages: 1, errors: 0, ...fields }
}

function link(from: string, to: string, kind: MapLink['kind']): MapLink {
  return { from, to, kind, messages: 1 }
}

function anyConnections(): fc.Arbitrary<Pick<TopologyView, 'clients' | 'streams'>> {
  const place = fc.constantFrom(...SUPER_CLUSTER.servers.map(({ name }) => name))
  const name = fc.string({ maxLength: 40 })
  return fc.record({
    clients: fc.array(
      fc.record({ service: name, server: place, published: fc.nat(), received: fc.nat() }),
      { maxLength: 30 },
    ),
    streams: fc.array(fc.record({ stream: name, server: place, messages: fc.nat() }), {
      maxLength: 10,
    }),
  })
}

function boxesOf({ servers, clients, streams }: TopologyLayout): readonly Place[] {
  return [...servers, ...clients, ...streams]
}

function overlaps(boxes: readonly Place[]): readonly (readonly [Place, Place])[] {
  return boxes.flatMap((a, index) =>
    boxes.slice(index + 1).flatMap((b) => {
      const isApart =
        Math.abs(a.x - b.x) >= (a.width + b.width) / 2 - 1e-6 ||
        Math.abs(a.y - b.y) >= (a.height + b.height) / 2 - 1e-6
      return isApart ? [] : [[a, b] as const]
    }),
  )
}

const ORIGIN = { x: 0, y: 0 }

type Center = { readonly x: number; readonly y: number }

function between(a: Center, b: Center | undefined): number {
  return b === undefined ? Number.NaN : Math.hypot(a.x - b.x, a.y - b.y)
}

function apart(
  a: (Center & { readonly radius: number }) | undefined,
  b: (Center & { readonly radius: number }) | undefined,
): number {
  return a === undefined || b === undefined ? Number.NaN : between(a, b) - a.radius - b.radius
}
