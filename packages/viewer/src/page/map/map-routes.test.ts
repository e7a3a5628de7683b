import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MapLink, MapServer, MapStep, TopologyView } from '../../api/topology-view.ts'
import { layoutTopology, type Place, type TopologyLayout } from '../../topology/layout-topology.ts'
import type { Curve, Point } from './map-geometry.ts'
import { mapRoutes, type MapRoutes } from './map-routes.ts'
import { placeBadges, isOver } from './place-badges.ts'
import { placeClusterNames } from './place-cluster-names.ts'

test('no line of a super-cluster and a shop passes through a box that it does not end at', () => {
  const drawing = drawn(SHOP)

  expect(drawing.routes.lines).toHaveLength(20)
  expect(throughBoxes(drawing)).toEqual([])
})

test('gateways of a super-cluster are straight, since their servers face each other', () => {
  const { routes } = drawn(SHOP)
  const paths = SHOP.links
    .filter(({ kind }) => kind === 'gateway')
    .map((link) => routes.ofLink(link)?.path)

  expect(paths.join(' ')).toMatch(/^[^C]+$/u)
})

test('a line goes around a box that is in its way', () => {
  const layout = inRow('a', 'b', 'c')
  const routes = mapRoutes({ ...NOTHING, links: [link('a', 'c', 'route')] }, layout)

  expect(routes.lines).toHaveLength(1)
  expect(throughBoxes({ layout, routes })).toEqual([])
})

test('there and back are two lines', () => {
  const layout = inRow('a', 'b')
  const links = [link('a', 'b', 'route'), link('b', 'a', 'route')]
  const [there, back] = mapRoutes({ ...NOTHING, links }, layout).lines

  expect(distance(there, back)).toBeGreaterThan(20)
})

test('a step goes on the line of its connection', () => {
  const layout = inRow('a', 'b')
  const routes = mapRoutes(
    { ...NOTHING, links: [link('a', 'b', 'route')], steps: [step('hop', 'a', 'b')] },
    layout,
  )

  expect(routes.lines).toHaveLength(1)
})

test('boxes, names of clusters and numbers of steps of the shop do not cover each other', () => {
  const { layout, routes } = drawn(SHOP)
  const names = placeClusterNames(layout, routes)
  const badges = placeBadges(
    layout,
    routes.lines.map((curve) => ({ curve, height: 16, widths: [34] })),
    names,
  ).map((place) => ({ ...place, height: 16 }))

  expect(covering([...boxesOf(layout), ...names, ...badges])).toEqual([])
})

test('every service and stream is an arrow away from its server, whatever there is', () => {
  fc.assert(
    fc.property(anyTopology(), (topology) => {
      const { layout } = drawn(topology)

      expect(shortTies(layout)).toEqual([])
    }),
    { numRuns: 60 },
  )
})

test('no box covers another, whatever there is', () => {
  fc.assert(
    fc.property(anyTopology(), (topology) => {
      expect(covering(boxesOf(drawn(topology).layout))).toEqual([])
    }),
    { numRuns: 60 },
  )
})

// Around a crowd there is not always a way of one bend.
test('of the lines of random maps, fewer than one in a thousand passes through a box', () => {
  const drawings = fc.sample(anyTopology(), { numRuns: 150, seed: 7 }).map(drawn)
  const lines = drawings.flatMap(({ routes }) => routes.lines)
  const crossing = drawings.flatMap(throughBoxes)

  expect(lines.length).toBeGreaterThan(1000)
  expect(crossing.length / lines.length).toBeLessThan(0.001)
})

test('the same map has the same lines', () => {
  fc.assert(
    fc.property(anyTopology(), (topology) => {
      expect(pathsOf(drawn(structuredClone(topology)))).toEqual(pathsOf(drawn(topology)))
    }),
    { numRuns: 20 },
  )
})

test('twice as many servers make twice the work, and not four times', () => {
  const [some, more] = [workFor(250), workFor(500)]

  expect(more).toBeLessThan(2.6 * some)
})

interface Drawing {
  readonly layout: TopologyLayout
  readonly routes: MapRoutes
}

function drawn(topology: TopologyView): Drawing {
  const layout = layoutTopology(topology, { width: 1000, height: 640 })
  return { layout, routes: mapRoutes(topology, layout) }
}

/** The lines that go through a box other than the two that they touch. */
function throughBoxes({ layout, routes }: Drawing): readonly string[] {
  const boxes = boxesOf(layout)
  return routes.lines.flatMap((curve) => {
    const ends = [curve.pointAt(0), curve.pointAt(1)]
    const others = boxes.filter((box) => !ends.some((end) => isIn(end, box, 3)))
    return pointsOf(curve).some((point) => others.some((box) => isIn(point, box, 0)))
      ? [curve.path]
      : []
  })
}

/** How often a question about places was asked, by what every such question does. */
function workFor(servers: number): number {
  const { floor } = Math
  let count = 0
  Math.floor = (value) => {
    count++
    return floor(value)
  }
  try {
    drawn(wideTopology(servers))
  } finally {
    Math.floor = floor
  }
  return count
}

/** Clusters of five, each server with two services, connected in a row by gateways. */
function wideTopology(count: number): TopologyView {
  const servers = Array.from({ length: count }, (_, index) =>
    server(`n${index}`, `C${Math.floor(index / 5)}`),
  )
  return {
    ...NOTHING,
    servers,
    links: servers.slice(1).flatMap(({ name, cluster }, index) => {
      const before = servers[index]
      if (before === undefined) return []
      return [link(before.name, name, before.cluster === cluster ? 'route' : 'gateway')]
    }),
    clients: servers.flatMap(({ name }) => [client('api', name), client('jobs', name)]),
  }
}

function boxesOf({ servers, clients, streams }: TopologyLayout): readonly Place[] {
  return [...servers, ...clients, ...streams]
}

function covering(boxes: readonly Place[]): readonly (readonly [Place, Place])[] {
  return boxes.flatMap((a, index) =>
    boxes.slice(index + 1).flatMap((b) => (isOver(a, b) ? [[a, b] as const] : [])),
  )
}

function shortTies({ servers, clients, streams }: TopologyLayout): readonly Place[] {
  const places = new Map(servers.map((place) => [place.name, place]))
  return [...clients, ...streams].filter((place) => {
    const at = places.get(place.server)
    if (at === undefined) return true
    const dx = Math.abs(place.x - at.x) - (place.width + at.width) / 2
    const dy = Math.abs(place.y - at.y) - (place.height + at.height) / 2
    return Math.hypot(Math.max(0, dx), Math.max(0, dy)) < 28
  })
}

function pointsOf({ pointAt }: Curve): readonly Point[] {
  return Array.from({ length: 201 }, (_, index) => pointAt(index / 200))
}

function isIn({ x, y }: Point, box: Place, margin: number): boolean {
  return (
    Math.abs(x - box.x) < box.width / 2 + margin && Math.abs(y - box.y) < box.height / 2 + margin
  )
}

function distance(a: Curve | undefined, b: Curve | undefined): number {
  const [at, other] = [a?.pointAt(0.5), b?.pointAt(0.5)]
  return at && other ? Math.hypot(at.x - other.x, at.y - other.y) : Number.NaN
}

function pathsOf({ routes }: Drawing): readonly string[] {
  return routes.lines.map(({ path }) => path)
}

function inRow(...names: readonly string[]): TopologyLayout {
  const servers = names.map((name, index) => ({
    name,
    x: 200 * index,
    y: 0,
    width: 64,
    height: 28,
  }))
  return { width: 1000, height: 640, clusters: [], servers, clients: [], streams: [] }
}

function server(name: string, cluster?: string): MapServer {
  const more = cluster === undefined ? { isLeaf: true } : { isLeaf: false, cluster }
  return { name, accounts: [], messages: 1, errors: 0, ...more }
}

function link(from: string, to: string, kind: MapLink['kind']): MapLink {
  return { from, to, kind, messages: 1 }
}

function client(service: string, at: string): TopologyView['clients'][number] {
  return { service, server: at, published: 1, received: 1 }
}

function step(type: MapStep['type'], from: string, to: string): MapStep {
  return { row: 0, atNs: 0, type, from, to }
}

/** 1 to 8 clusters of 1 to 9 servers, and whatever is connected to them. */
function anyTopology(): fc.Arbitrary<TopologyView> {
  return fc
    .tuple(
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.nat(), { maxLength: 5 }),
    )
    .chain(([sizes, hubs]) => {
      const inner = sizes.flatMap((size, cluster) =>
        Array.from({ length: size }, (_, index) => server(`C${cluster}N${index}`, `C${cluster}`)),
      )
      const hubOf = (hub: number): string => inner[hub % inner.length]?.name ?? ''
      const leafs = hubs.map((_, index) => server(`L${index}`))
      const servers = [...inner, ...leafs]
      const name = fc.constantFrom(...servers.map((each) => each.name))
      const text = fc.string({ minLength: 1, maxLength: 16 })
      return fc.record({
        servers: fc.constant(servers),
        links: fc
          .uniqueArray(fc.tuple(fc.constantFrom(...inner), fc.constantFrom(...inner)), {
            maxLength: 16,
            selector: ([a, b]) => `${a.name} ${b.name}`,
          })
          .map((pairs) => [
            ...hubs.map((hub, index) => link(hubOf(hub), `L${index}`, 'leafnode')),
            ...pairs
              .filter(([a, b]) => a !== b)
              .map(([a, b]) => link(a.name, b.name, a.cluster === b.cluster ? 'route' : 'gateway')),
          ]),
        clients: fc.array(
          fc.tuple(text, name).map(([service, at]) => client(service, at)),
          { maxLength: 12 },
        ),
        streams: fc.array(fc.record({ stream: text, server: name, messages: fc.nat() }), {
          maxLength: 5,
        }),
        steps: fc.constant([]),
      })
    })
}

const NOTHING: TopologyView = { servers: [], links: [], clients: [], streams: [], steps: [] }

/** An order on its way through the shop of `hopscope demo`. */
const SHOP: TopologyView = {
  servers: [
    ...['C1N1', 'C1N3', 'C2N1', 'C2N2', 'C2N3', 'C3N1', 'C3N2', 'C3N3'].map((name) =>
      server(name, name.slice(0, 2)),
    ),
    server('C1L2'),
    server('C3L3'),
  ],
  links: [
    link('C3L3', 'C3N2', 'leafnode'),
    link('C3N2', 'C3L3', 'leafnode'),
    link('C3N2', 'C2N2', 'gateway'),
    link('C2N2', 'C2N1', 'route'),
    link('C2N1', 'C3N1', 'gateway'),
    link('C3N1', 'C3N2', 'route'),
    link('C3N2', 'C3N3', 'route'),
    link('C2N2', 'C2N3', 'route'),
    link('C3N2', 'C1N1', 'gateway'),
    link('C1N1', 'C1N3', 'route'),
    link('C1N3', 'C1L2', 'leafnode'),
  ],
  clients: [
    client('checkout', 'C3L3'),
    client('payments', 'C2N1'),
    client('warehouse', 'C2N3'),
    client('shop-edge', 'C1L2'),
    client('fulfilment', 'C3N1'),
  ],
  streams: [{ stream: 'ORDERS', server: 'C3N3', messages: 1 }],
  steps: [
    step('publish', 'checkout', 'C3L3'),
    step('deliver', 'C3L3', 'checkout'),
    step('deliver', 'C2N1', 'payments'),
    step('publish', 'payments', 'C2N1'),
    step('store', 'C3N3', 'ORDERS'),
    step('deliver', 'C2N3', 'warehouse'),
    step('deliver', 'C1L2', 'shop-edge'),
    step('deliver', 'ORDERS', 'fulfilment'),
  ],
}
