import { assert, constantFrom, oneof, property, string } from 'fast-check'
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
  ['Service=a', { field: 'service', value: 'a' }],
  ['HAS:dlq', { field: 'has', value: 'dlq' }],
  ['service="a\\\\"', { field: 'service', value: 'a\\' }],
  ['service="a', { field: 'service', value: 'a' }],
  ['service="a\\', { field: 'service', value: 'a' }],
  ['service="=a"', { field: 'service', value: '=a' }],
  ['subject=>', { field: 'subject', operator: 'is', value: '>' }],
  ['attr.größe=1', { field: 'attribute', key: 'größe', value: '1' }],
  ['attr.a:b=1', { field: 'attribute', key: 'a:b', value: '1' }],
  ['attr.k8s.pod/app!=1', { field: 'attribute', key: 'k8s.pod/app', isNegated: true }],
  ['-attr."my key">=1', { key: 'my key', operator: '>=', value: 1, isNegated: true }],
  ['attr."a\\"=b"=1', { field: 'attribute', key: 'a"=b', value: '1' }],
  ['ATTR.a=1', { field: 'attribute', key: 'a' }],
  ['attr.a=""', { field: 'attribute', key: 'a', operator: 'is', value: '' }],
  ['attr.a<-1.5e3', { field: 'attribute-number', operator: '<', value: -1500 }],
  [
    '4BF92F3577B34DA6A3CE929D0E0E4736',
    { field: 'trace', value: '4bf92f3577b34da6a3ce929d0e0e4736' },
  ],
  ['"4bf92f3577b34da6a3ce929d0e0e4736"', { field: 'any' }],
  ['"OR"', { field: 'any', value: 'OR' }],
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
  ['delivery>many', '"delivery" needs a whole number, and "many" is none'],
  ['delivery>1.5', '"delivery" needs a whole number, and "1.5" is none'],
  ['delivery~1', '"delivery" is a whole number, of which there are no parts'],
  ['duration~2ms', '"duration" is a time, of which there are no parts'],
  ['service>orders', '"service" is no number'],
  ['service=', '"service" lacks a value'],
  ['status=bad', 'no span has the status "bad"'],
  ['has:wings', 'nothing is known as has:wings'],
  ['servce=orders', 'there is no field "servce"'],
  ['attr.=1', 'attr. lacks the name of an attribute'],
  ['attr.size>big', 'attr.size is compared with "big", which is no number'],
  ['attr.size>0x10', 'attr.size is compared with "0x10", which is no number'],
  ['attr.size>" "', 'attr.size is compared with " ", which is no number'],
  ['attr.a=', '"attr.a" lacks a value'],
  ['service:a', '"service" is followed by a colon'],
  ['attr.tenant:a', '"attr.tenant" is followed by a colon'],
  ['service==a', '"service" is compared twice'],
  ['service=~a', '"service" is compared twice'],
  ['service="a"b', '"a"b goes on after its quote'],
  ['"a"b', '"a"b goes on after its quote'],
  ['=', '"=" has no field before its operator'],
  ['>=5', '">=5" has no field before its operator'],
  ['!service=a', '"!service=a" has no field before its operator'],
  ['(service=a)', '"(service=a)" has no field before its operator'],
  ['trace=xyz', 'no id of a trace has "xyz"'],
  ['AND', 'AND is no part of a query'],
  ['--limit', '--limit begins with two minus signs'],
  ['-OR', 'OR is no part of a query'],
  ['NOT', 'NOT is no part of a query'],
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
    property(oneof(string({ unit: 'binary' }), awkward), (text) => {
      const query = parseQuery(text)
      if ('terms' in query) return query.terms.every((term) => text.includes(term.text))
      return query.start < query.end && query.end <= text.length
    }),
  )
})

test('a value in quotes is the value itself', () => {
  assert(
    property(oneof(string({ unit: 'binary', minLength: 1 }), awkward), (value) => {
      const quoted = `"${value.replaceAll(/["\\]/gu, '\\$&')}"`
      expect(parseQuery(`service=${quoted} b`)).toMatchObject({
        terms: [{ value }, { value: 'b' }],
      })
    }),
  )
})

// What the grammar itself is made of, which a text at random has next to none of.
const awkward = string({ unit: constantFrom(...Array.from('"\\ \n=<>!~:.*-ab')), minLength: 1 })
