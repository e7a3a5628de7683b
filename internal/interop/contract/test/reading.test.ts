import { readDeadLetter, readHeader } from '@hopscope/observe/headers'
import { extractSpanContext, parseBaggage } from '@hopscope/observe/w3c'
import { expect, test } from 'vitest'
import type { Pair } from './cases.ts'
import { carrier, casesOf } from './vectors.ts'

test.each(casesOf('traceparent.json'))('reads a traceparent: $name', ({ headers, expected }) => {
  expect(contextOf(headers)).toEqual(expected)
})

test.each(casesOf('baggage.json'))('reads a baggage: $name', ({ headers, expected }) => {
  const members = parseBaggage(readHeader(carrier(headers), 'baggage'))

  expect(members.map(({ key, value }) => [key, value])).toEqual(expected)
})

test.each(casesOf('reading-names.json'))('reads by name: $name', ({ headers, read, expected }) => {
  expect(readHeader(carrier(headers), read)).toEqual(expected)
})

test.each(casesOf('reading-dead-letters.json'))(
  'reads a dead letter: $name',
  ({ headers, expected }) => {
    expect(deadLetterOf(headers)).toEqual(expected)
  },
)

function contextOf(headers: readonly Pair[]): unknown {
  const { spanContext } = extractSpanContext(carrier(headers))
  if (spanContext === undefined) return null
  const { traceId, spanId, traceFlags, traceState } = spanContext
  const flags = traceFlags.toString(16).padStart(2, '0')
  return { traceId, spanId, flags, tracestate: traceState?.serialize() ?? '' }
}

// As JSON has it: the date a text, and null for what is none.
function deadLetterOf(headers: readonly Pair[]): unknown {
  return JSON.parse(JSON.stringify(readDeadLetter(carrier(headers)) ?? null))
}
