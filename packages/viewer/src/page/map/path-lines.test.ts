import { expect, test } from 'vitest'
import type { MapStep } from '../../api/topology-view.ts'
import type { TopologyLayout } from '../../topology/layout-topology.ts'
import { curveBetween } from './map-geometry.ts'
import { mapRoutes } from './map-routes.ts'
import { pathLines, type PathLine } from './path-lines.ts'
import { placeBadges } from './place-badges.ts'

test('draws steps that went the same way as one line with their numbers', () => {
  const lines = linesOf([hop('n1', 'n2'), hop('n2', 'n3'), hop('n1', 'n2')])

  expect(lines.map(({ label }) => label)).toEqual(['1 3', '2'])
})

test('draws there and back as two lines', () => {
  const lines = linesOf([hop('n1', 'n2'), hop('n2', 'n1')])

  expect(lines.map(({ label }) => label)).toEqual(['1', '2'])
})

test('leaves a step out whose ends are not on the map', () => {
  expect(linesOf([hop('n1', 'gone'), { row: 0, atNs: 0, type: 'hop', to: 'n2' }])).toEqual([])
})

test('takes the service beside the server that delivered to it', () => {
  const [line] = linesOf([{ row: 0, atNs: 0, type: 'deliver', from: 'n2', to: 'billing' }])

  expect(line?.curve.pointAt(1).x).toBeCloseTo(200, 0)
})

test('tells a line on which a step failed', () => {
  const lines = linesOf([hop('n1', 'n2'), { ...hop('n1', 'n2'), error: 'no interest' }])

  expect(lines[0]?.hasError).toBe(true)
})

test('begins and ends a line at the edges of its boxes', () => {
  const { pointAt } = curveBetween(box(0, 0), box(100, 0), [0, 0])

  expect(pointAt(0).x).toBe(22)
  expect(pointAt(1).x).toBe(78)
})

test('puts labels where they cover neither boxes nor each other', () => {
  const curve = curveBetween(box(0, 0), box(200, 0), [0, 0])
  const badge = { curve, height: 16, widths: [30] }
  const layout = { ...LAYOUT, servers: [{ name: 'n9', ...box(100, 0) }] }
  const [first, second] = placeBadges(layout, [badge, badge], [])

  expect(first?.x).not.toBe(100)
  expect(Math.abs((first?.x ?? 0) - (second?.x ?? 0))).toBeGreaterThanOrEqual(30)
})

const LAYOUT: TopologyLayout = {
  width: 400,
  height: 300,
  clusters: [],
  servers: [
    { name: 'n1', ...box(0, 0) },
    { name: 'n2', ...box(200, 0) },
    { name: 'n3', ...box(200, 200) },
  ],
  clients: [
    { service: 'billing', server: 'n1', ...box(0, 60) },
    { service: 'billing', server: 'n2', ...box(200, 60) },
  ],
  streams: [],
}

function linesOf(steps: readonly MapStep[]): readonly PathLine[] {
  const topology = { servers: [], links: [], clients: [], streams: [], steps }
  return pathLines(steps, LAYOUT, mapRoutes(topology, LAYOUT))
}

function box(x: number, y: number): { x: number; y: number; width: number; height: number } {
  return { x, y, width: 40, height: 20 }
}

function hop(from: string, to: string): MapStep {
  return { row: 0, atNs: 0, type: 'hop', from, to }
}
