import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { QUERY_FIELDS } from './fields.ts'
import { parseQuery } from './parse-query.ts'

test('an empty query is for everything', () => {
  expect(parseQuery('')).toEqual({ terms: [] })
  expect(parseQuery(' \t ')).toEqual({ terms: [] })
})

test.each([
  ['service=orders', { field: 'service', operator: 'is', value: 'orders' }],
  ['service!=orders', { field: 'service', operator: 'is', value: 'orders', isNegated: true }],
  ['-service=orders', { field: 'service', operator: 'is', value: 'orders', isNegated: true }],
  ['-service!=orders', { field: 'service', isNegated: false }],
  ['operation="process orders.new"', { field: 'operation', value: 'process orders.new' }],
  ['operation~ORD', { field: 'operation', operator: 'contains', value: 'ORD' }],
  ['subject=orders.>', { field: 'subject', operator: 'is', value: 'orders.>' }],
  ['duration>200ms', { field: 'duration', operator: '>', value: 200 }],
  ['duration<=1.5s', { field: 'duration', operator: '<=', value: 1500 }],
  ['delivery>1', { field: 'delivery', operator: '>', value: 1 }],
  ['status=ERROR', { field: 'status', value: 'error' }],
  ['trace=4BF9', { field: 'trace', value: '4bf9' }],
  ['attr.tenant.id=t-12', { field: 'attribute', key: 'tenant.id', operator: 'is', value: 't-12' }],
  ['attr.size>=10', { field: 'attribute-number', key: 'size', operator: '>=', value: 10 }],
  ['attr.a="x \\" y"', { field: 'attribute', key: 'a', value: 'x " y' }],
  ['has:dlq', { field: 'has', value: 'dlq' }],
  ['-has:hops', { field: 'has', value: 'hops', isNegated: true }],
  ['checkout', { field: 'any', operator: 'contains', value: 'checkout' }],
  ['-checkout', { field: 'any', value: 'checkout', isNegated: true }],
  ['"POST /orders"', { field: 'any', value: 'POST /orders' }],
  ['"a=b"', { field: 'any', value: 'a=b' }],
  ['orders.>', { field: 'subject', operator: 'is', value: 'orders.>' }],
  ['-orders.*.new', { field: 'subject', value: 'orders.*.new', isNegated: true }],
  ['-', { field: 'any', value: '-' }],
  ['http://x', { field: 'any', value: 'http://x' }],
])('%s is a term', (text, term) => {
  expect(parseQuery(text)).toMatchObject({ terms: [{ isNegated: false, text, ...term }] })
})

test('terms are separated by blanks, of which those in quotes are part of a term', () => {
  expect(parseQuery('service=a  operation="b c" d')).toMatchObject({
    terms: [{ value: 'a' }, { value: 'b c' }, { value: 'd' }],
  })
})

test.each([
  ['duration>fast', '"duration" needs a time, and "fast" is none'],
  ['duration>200', '"duration" needs a time, and "200" is none'],
  ['delivery>many', '"delivery" needs a number, and "many" is none'],
  ['delivery~1', '"delivery" needs a number, and "1" is none'],
  ['service>orders', '"service" is no number'],
  ['service=', '"service" lacks a value'],
  ['status=bad', 'no span has the status "bad"'],
  ['has:wings', 'nothing is known as has:wings'],
  ['servce=orders', 'there is no field "servce"'],
  ['attr.=1', 'attr. lacks the name of an attribute'],
  ['attr.size>big', 'attr.size is compared with "big", which is no number'],
])('%s is no term', (text, problem) => {
  expect(parseQuery(`service=a ${text} b`)).toEqual({
    problem,
    hint: expect.stringMatching(/./u),
    start: 10,
    end: 10 + text.length,
  })
})

test('the example of every field is a term of that field', () => {
  expect(QUERY_FIELDS.map(({ example }) => parseQuery(example))).toMatchObject(
    QUERY_FIELDS.map(({ field, example }) => ({ terms: [{ field, text: example }] })),
  )
})

test('whatever is typed is a query or has a place where it is none', () => {
  assert(
    property(string({ unit: 'binary' }), (text) => {
      const query = parseQuery(text)
      if ('terms' in query) return query.terms.every((term) => text.includes(term.text))
      return query.start < query.end && query.end <= text.length
    }),
  )
})

test('a value in quotes is the value itself', () => {
  assert(
    property(string({ unit: 'binary', minLength: 1 }), (value) => {
      const quoted = `"${value.replaceAll(/["\\]/gu, '\\$&')}"`
      expect(parseQuery(`service=${quoted}`)).toMatchObject({ terms: [{ value }] })
    }),
  )
})
