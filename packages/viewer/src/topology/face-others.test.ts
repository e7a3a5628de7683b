import { expect, test } from 'vitest'
import { faceOthers, type Ring } from './face-others.ts'

test('a server with a gateway changes places with the one that faces the other cluster', () => {
  const orders = faceOthers([ring('a1', 'a2'), ring('b1', 'b2', 400)], [{ from: 'a1', to: 'b1' }])

  expect(orders).toEqual([
    ['a2', 'a1'],
    ['b1', 'b2'],
  ])
})

test('servers without connections to other clusters stay in their order', () => {
  const links = [{ from: 'a1', to: 'a2' }]

  expect(faceOthers([ring('a1', 'a2'), ring('b1', 'b2', 400)], links)).toEqual([
    ['a1', 'a2'],
    ['b1', 'b2'],
  ])
})

// Two servers, the first 100 to the left of the second.
function ring(first: string, second: string, x = 0): Ring {
  return [
    { name: first, x, y: 0 },
    { name: second, x: x + 100, y: 0 },
  ]
}
