import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ServiceEdge } from '../../api/service-view.ts'
import { MAX_SERVICES, OTHER } from './fold-services.ts'
import { layoutServices, NODE_HEIGHT, NODE_WIDTH } from './layout-services.ts'

test('a service is right of those that work for it', () => {
  const x = columnsOf([edge('a', 'b'), edge('b', 'c'), edge('a', 'c')])

  expect(x('a')).toBeLessThan(x('b'))
  expect(x('b')).toBeLessThan(x('c'))
})

test('an answer points back, and not the question', () => {
  const x = columnsOf([edge('payments', 'billing', 3990), edge('billing', 'payments', 4000)])

  expect(x('billing')).toBeLessThan(x('payments'))
})

test('a service that works for itself has a place', () => {
  expect(layoutServices([edge('a', 'a')]).services).toHaveLength(1)
})

test('the order of the edges changes nothing', () => {
  const edges = [
    edge('a', 'b', 3),
    edge('a', 'c', 2),
    edge('c', 'd'),
    edge('d', 'a'),
    edge('b', 'd', 5),
  ]

  expect(layoutServices(edges.toReversed())).toEqual(layoutServices(edges))
})

test('messages that a service got are counted with their errors', () => {
  const layout = layoutServices([edge('a', 'c', 10, 1), edge('b', 'c', 5, 2)])

  expect(layout.services.find(({ service }) => service === 'c')).toMatchObject({
    received: 15,
    errors: 3,
  })
})

test('the least busy of very many services are drawn as one, and no message is lost', () => {
  const edges = Array.from({ length: 400 }, (_, at) => edge('hub', `s${at}`, 400 - at))
  const layout = layoutServices(edges)

  expect(layout.services).toHaveLength(MAX_SERVICES)
  expect(layout.services.map(({ service }) => service)).toContain(OTHER)
  expect(layout.foldedCount).toBe(401 - (MAX_SERVICES - 1))
  expect(sum(layout.edges.map((placed) => placed.edge.count))).toBe(
    sum(edges.map(({ count }) => count)),
  )
})

test('no services at all are an empty picture', () => {
  expect(layoutServices([])).toMatchObject({ services: [], edges: [], foldedCount: 0 })
})

test('whatever the edges, services do not overlap and are inside the picture', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g')
  const edges = fc.array(fc.record({ from: name, to: name, count: fc.nat(100) }), {
    minLength: 1,
    maxLength: 30,
  })
  fc.assert(
    fc.property(edges, (list) => {
      const { services, width, height } = layoutServices(
        list.map(({ from, to, count }) => edge(from, to, count)),
      )
      const cells = new Set(services.map(({ x, y }) => `${x} ${Math.floor(y / NODE_HEIGHT)}`))

      expect(cells.size).toBe(services.length)
      expect(Math.max(...services.map(({ x }) => x)) + NODE_WIDTH).toBeLessThanOrEqual(width)
      expect(Math.max(...services.map(({ y }) => y)) + NODE_HEIGHT).toBeLessThanOrEqual(height)
    }),
  )
})

function edge(from: string, to: string, count = 1, errors = 0): ServiceEdge {
  return { from, to, count, errors, p50Ms: 1, p95Ms: 2 }
}

function columnsOf(edges: readonly ServiceEdge[]): (service: string) => number {
  const places = new Map(layoutServices(edges).services.map(({ service, x }) => [service, x]))
  return (service) => places.get(service) ?? Number.NaN
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
