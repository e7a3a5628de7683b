import { parseQuery } from '@hopscope/viewer/query'
import { expect, test } from 'vitest'
import { checkQuery } from './check-query.ts'

test('a value whose quotes the shell has taken is one value all the same', () => {
  expect(parseQuery(checkQuery(['operation=process jobs.run']))).toMatchObject({
    terms: [{ field: 'operation', value: 'process jobs.run' }],
  })
})

test.each([
  [['-service!=shop edge'], '-service!="shop edge"'],
  [['attr.sql=select * from orders where id=1'], 'attr.sql="select * from orders where id=1"'],
  [['attr.path~C:\\my files'], String.raw`attr.path~"C:\\my files"`],
  [['subject=orders.>', 'has:dlq'], 'subject=orders.> has:dlq'],
  [['operation="process orders"'], 'operation="process orders"'],
  [['service=billing status=error'], 'service=billing status=error'],
  [['service=billing orders.>'], 'service=billing orders.>'],
  [['process orders'], 'process orders'],
])('%j is the query %s', (args, query) => {
  expect(checkQuery(args)).toBe(query)
})

test('what is no query is refused, and the hint says what to write', () => {
  expect(() => checkQuery(['servce=billing'])).toThrow(
    expect.objectContaining({ code: 'ARGUMENT_INVALID', hint: expect.stringContaining('service') }),
  )
})
