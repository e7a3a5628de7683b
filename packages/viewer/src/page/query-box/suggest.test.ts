import { expect, test } from 'vitest'
import type { FacetsView } from '../../api/status-view.ts'
import { applySuggestion, quoteValue, suggest } from './suggest.ts'

test('an empty query offers the fields that are used most', () => {
  expect(offers('')).toEqual([
    'service=',
    'subject=',
    'operation=',
    'stream=',
    'consumer=',
    'duration>',
    'has:',
    'delivery>',
    'status=',
    'server=',
  ])
})

test('the begin of a field offers the fields that begin so', () => {
  expect(offers('service=a str')).toEqual(['stream='])
})

test('a field offers the values that there are, those that contain what was written', () => {
  expect(offers('service=ill')).toEqual(['service=billing'])
})

test('a value with a blank is offered in quotes', () => {
  expect(offers('service=shop')).toEqual(['service="shop edge"'])
})

test('a negated term stays negated', () => {
  expect(offers('-service=bil')).toEqual(['-service=billing'])
})

test('has: offers what a trace may have', () => {
  expect(offers('has:d')).toEqual(
    ['has:errors', 'has:dlq', 'has:broken'].filter((term) => term.includes('d')),
  )
})

test('without values the fields are offered all the same', () => {
  expect(suggest('ser', 3, undefined).map(({ term }) => term)).toEqual(['service=', 'server='])
})

test('the term at the caret is replaced, and the rest stays', () => {
  const [suggestion] = suggest('has:errors serv status=ok', 15, FACETS)

  expect(suggestion && applySuggestion('has:errors serv status=ok', 15, suggestion)).toEqual({
    text: 'has:errors service= status=ok',
    caret: 19,
  })
})

test('after a whole term comes a blank for the next one', () => {
  const [suggestion] = suggest('service=bil', 11, FACETS)

  expect(suggestion && applySuggestion('service=bil', 11, suggestion)).toEqual({
    text: 'service=billing ',
    caret: 16,
  })
})

test.each([
  ['orders.>', 'orders.>'],
  ['process orders', '"process orders"'],
  ['=x', '"=x"'],
  ['~x', '"~x"'],
  ['a=x', 'a=x'],
  [String.raw`say "a\b"`, String.raw`"say \"a\\b\""`],
])('%s is the value %s', (value, written) => {
  expect(quoteValue(value)).toBe(written)
})

const FACETS: FacetsView = {
  services: [
    { value: 'checkout', count: 9 },
    { value: 'billing', count: 5 },
    { value: 'shop edge', count: 2 },
  ],
  subjects: [],
  streams: [],
  consumers: [],
  accounts: [],
}

function offers(text: string): readonly string[] {
  return suggest(text, text.length, FACETS).map(({ term }) => term)
}
