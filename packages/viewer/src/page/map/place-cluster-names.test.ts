import { expect, test } from 'vitest'
import { type TopologyView } from '../../api/topology-view.ts'
import { type TopologyLayout } from '../../topology/layout-topology.ts'
import { placeClusterNames } from './place-cluster-names.ts'

test('the name of a cluster is at the top of its region', () => {
  expect(placeClusterNames(topology([]), layout())).toMatchObject([{ name: 'C1', x: 300, y: 215 }])
})

test('a name gives way to a connection that leaves its region at the top', () => {
  const [name] = placeClusterNames(topology([['n1', 'n2']]), layout())

  expect(name).toMatchObject({ name: 'C1' })
  expect(name?.x).toBeLessThan(280)
})

function topology(links: readonly (readonly [from: string, to: string])[]): TopologyView {
  return {
    servers: [],
    links: links.map(([from, to]) => ({ from, to, kind: 'gateway', messages: 1 })),
    clients: [],
    streams: [],
    steps: [],
  }
}

// n1 is in the region of C1, n2 above it.
function layout(): TopologyLayout {
  const size = { width: 60, height: 26 }
  return {
    width: 1000,
    height: 640,
    clusters: [{ name: 'C1', x: 300, y: 300, radius: 100 }],
    servers: [
      { name: 'n1', x: 300, y: 300, ...size },
      { name: 'n2', x: 300, y: 60, ...size },
    ],
    clients: [],
    streams: [],
  }
}
