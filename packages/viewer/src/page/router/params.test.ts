import { expect, test } from 'vitest'
import { changeParams } from './params.ts'

test('a parameter is set, and the others stay', () => {
  expect(changed('q=a&span=1', { view: 'map' })).toBe('q=a&span=1&view=map')
})

test('an empty or absent value removes the parameter', () => {
  expect(changed('q=a&span=1&view=map', { q: '', span: undefined })).toBe('view=map')
})

test('equal states have equal links, in whatever order they came about', () => {
  expect(changed('b=1&a=2', { c: '3' })).toBe(changed('c=3&a=2', { b: '1' }))
})

test('the parameters that were given stay as they are', () => {
  const params = new URLSearchParams('q=a')

  changeParams(params, { q: 'b' })

  expect(params.toString()).toBe('q=a')
})

function changed(query: string, change: Readonly<Record<string, string | undefined>>): string {
  return changeParams(new URLSearchParams(query), change).toString()
}
