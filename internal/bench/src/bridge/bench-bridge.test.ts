import { expect, test } from 'vitest'
import { benchBridge } from './bench-bridge.ts'

test('bridge gives ratios to a naive bridge and to delivery alone, in time and CPU', async () => {
  const ratios = await benchBridge({ slices: 2 }, { naive: 100, json: 200, batches: 100 })

  expect(ratios.map(({ name, goal }) => [name, goal])).toEqual([
    ['bridge: naive / a span in JSON, time', 1.5],
    ['bridge: naive / 100 spans, time', 25],
    ['bridge: naive / 100 spans compressed, time', 100],
    ['bridge: delivery / 100 spans, time', 0.3],
    ['bridge: acknowledged delivery / a span in JSON, time', 0.25],
    ['bridge: naive / a span in JSON, CPU', 1.5],
    ['bridge: naive / 100 spans, CPU', 25],
    ['bridge: naive / 100 spans compressed, CPU', 100],
    ['bridge: delivery / 100 spans, CPU', 0.3],
    ['bridge: acknowledged delivery / a span in JSON, CPU', 0.25],
  ])
  expect(ratios.every(({ ratio }) => ratio > 0)).toBe(true)
})
