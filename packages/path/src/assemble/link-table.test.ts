import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { LinkTable } from './link-table.ts'

test('gives what is kept for a way each time that all three are the same, and only then', () => {
  const part = fc.constantFrom('', '1', '1.1', 'A', 'B')
  const way = fc.tuple(part, part, part)
  fc.assert(
    fc.property(fc.array(way, { maxLength: 40 }), (ways) => {
      const table = new LinkTable<{ count: number }>(() => ({ count: 0 }))
      for (const [hop, from, to] of ways) table.at(hop, from, to).count++

      for (const [hop, from, to] of ways) {
        const same = ways.filter(([h, f, t]) => h === hop && f === from && t === to)
        expect(table.at(hop, from, to).count).toBe(same.length)
      }
    }),
  )
})
