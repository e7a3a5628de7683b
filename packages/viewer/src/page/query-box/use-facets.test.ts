import { expect, test } from 'vitest'
import { searchable } from './use-facets.ts'

test('what is counted beyond the limit is not offered: no search finds it', () => {
  const facets = searchable({
    services: [],
    subjects: [
      { value: 'orders.new', count: 11 },
      { value: '(other)', count: 2 },
    ],
    streams: [],
    consumers: [],
    accounts: [],
  })

  expect(facets.subjects.map(({ value }) => value)).toEqual(['orders.new'])
})
