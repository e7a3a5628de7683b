import { expect, test } from 'vitest'
import type { TopologyLayout } from '../../topology/layout-topology.ts'
import { drawnBox } from './drawn-box.ts'

test('leaves out what nothing is drawn on', () => {
  const box = drawnBox(layoutWith({ clusters: [{ name: 'C1', x: 500, y: 320, radius: 300 }] }), [])

  expect(box).toEqual({ x: 164, y: -16, width: 672, height: 700 })
})

test('does not make a single server fill the page', () => {
  const server = { name: 'n1', x: 500, y: 320, width: 60, height: 26 }
  const box = drawnBox(layoutWith({ servers: [server] }), [])

  expect(box.width).toBe(460)
  expect(box.x + box.width / 2).toBe(500)
})

test('has some size where there is nothing', () => {
  expect(drawnBox(layoutWith({}), []).width).toBeGreaterThan(0)
})

function layoutWith(more: Partial<TopologyLayout>): TopologyLayout {
  return { width: 1000, height: 640, clusters: [], servers: [], clients: [], streams: [], ...more }
}
