import { expect, test } from 'vitest'
import type { TopologyLayout } from '../../topology/layout-topology.ts'
import { curveBetween, type Curve } from './map-geometry.ts'
import { placeClusterNames } from './place-cluster-names.ts'

test('the name of a cluster is at the top of its region', () => {
  expect(placeClusterNames(layout(), { lines: [] })).toMatchObject([{ name: 'C1', x: 300, y: 215 }])
})

test('a name gives way to a connection that leaves its region at the top', () => {
  const [name] = placeClusterNames(layout(), { lines: [upward()] })

  expect(name).toMatchObject({ name: 'C1' })
  expect(name?.x).toBeLessThan(280)
})

function upward(): Curve {
  const [inside, above] = layout().servers
  if (inside === undefined || above === undefined) throw new Error('the layout has two servers')
  return curveBetween(inside, above, [0, 0])
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
