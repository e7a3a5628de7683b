import { expect, test } from 'vitest'
import { parseQuery } from '../../query/parse-query.ts'
import { fieldTerm, hasTerm, toggleTerm, tracesHref, withoutTerm } from './edit-query.ts'

test('a term is added to what is there', () => {
  expect(toggleTerm('service=a', 'has:errors')).toBe('service=a has:errors')
})

test('a term that is there is taken out, wherever it is', () => {
  expect(toggleTerm('has:errors service=a', 'has:errors')).toBe('service=a')
})

test('a part of another term is not the term', () => {
  expect(hasTerm('operation="has:errors or not"', 'has:errors')).toBe(false)
})

test('the others stay as they were written', () => {
  expect(withoutTerm('operation="a  b" x  y', 'x')).toBe('operation="a  b" y')
})

test('a term for a value is read as that value', () => {
  expect(parseQuery(fieldTerm('operation', 'process "orders.new" \\ now'))).toMatchObject({
    terms: [{ field: 'operation', value: 'process "orders.new" \\ now' }],
  })
})

test('a link to traces carries its terms', () => {
  expect(
    new URL(tracesHref('service=a&b', 'has:dlq'), 'http://localhost').searchParams.get('q'),
  ).toBe('service=a&b has:dlq')
})
