import { expect, test } from 'vitest'
import { perScope, type OfScope } from './per-scope.ts'

test('what a scope has is made once', () => {
  const ofScope = perScope((scope) => ({ scope }))

  expect(ofScope('lib', '1', { schemaUrl: 'u' })).toBe(ofScope('lib', '1', { schemaUrl: 'u' }))
  expect(ofScope('lib', '1', { schemaUrl: 'u' }).scope).toEqual({
    name: 'lib',
    version: '1',
    schemaUrl: 'u',
  })
})

test.each<readonly [string, ScopeArguments, ScopeArguments]>([
  ['names', ['a'], ['b']],
  ['versions', ['a', '1'], ['a', '2']],
  ['a version and none', ['a', '1'], ['a']],
  ['schema URLs', ['a', '1', { schemaUrl: 'u' }], ['a', '1', { schemaUrl: 'v' }]],
  ['a schema URL and none', ['a', '1', { schemaUrl: 'u' }], ['a', '1']],
])('other %s are other scopes', (_, one, other) => {
  const ofScope = perScope((scope) => ({ scope }))

  expect(ofScope(...one)).not.toBe(ofScope(...other))
})

test('what is no text becomes one, since JavaScript passes anything', () => {
  const scope = JSON.parse('[null, 7]')

  expect(perScope((made) => made)(scope[0], scope[1])).toEqual({ name: '', version: '7' })
})

type ScopeArguments = Parameters<OfScope<unknown>>
