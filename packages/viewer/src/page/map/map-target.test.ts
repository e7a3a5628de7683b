import { expect, test } from 'vitest'
import { parseQuery } from '../../query/parse-query.ts'
import { targetQuery } from './map-target.ts'

test.each([
  [{ type: 'server', server: 'C1N1' }, 'server=C1N1'],
  [{ type: 'link', from: 'C1N1', to: 'C2N1' }, 'server=C1N1 server=C2N1'],
  [{ type: 'service', service: 'order service' }, 'service="order service"'],
  [{ type: 'stream', stream: 'ORDERS' }, 'stream=ORDERS'],
] as const)('finds the traces of %j', (target, query) => {
  expect(targetQuery(target)).toBe(query)
})

test('keeps a name that has a quote in it one value of the query', () => {
  const query = parseQuery(
    targetQuery({ type: 'service', service: String.raw`a "b" \c has:errors` }),
  )

  expect('terms' in query && query.terms.map(({ value }) => value)).toEqual([
    String.raw`a "b" \c has:errors`,
  ])
})
