import { expect, test } from 'vitest'
import { differences } from './differences.ts'

test('a field that is as it was asked for is no difference', () => {
  const wanted = { max_age: 5, subjects: ['a', 'b'], placement: { tags: ['ssd'] } }

  expect(differences(wanted, { ...wanted, subjects: ['b', 'a'], storage: 'file' })).toEqual([])
})

test('each field that is otherwise is a difference, in the order in which it was asked for', () => {
  const found = { max_age: 7, subjects: ['a'] }

  expect(differences({ subjects: ['a', 'b'], max_age: 5 }, found)).toEqual([
    { field: 'subjects', wanted: ['a', 'b'], found: ['a'] },
    { field: 'max_age', wanted: 5, found: 7 },
  ])
})

test('what the server leaves out is what is zero, empty or false', () => {
  const wanted = { max_age: 0, description: '', sealed: false, metadata: {}, subjects: [] }

  expect(differences({ ...wanted, metadata: undefined }, {})).toEqual([])
  expect(differences({ max_age: 1 }, {})).toEqual([{ field: 'max_age', wanted: 1 }])
})

test('metadata that the server adds is no difference', () => {
  const found = { metadata: { team: 'a', '_nats.level': '2' } }

  expect(differences({ metadata: { team: 'a' } }, found)).toEqual([])
})
