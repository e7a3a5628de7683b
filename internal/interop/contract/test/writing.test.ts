import {
  deadLetterHeaders,
  goDuration,
  headerRule,
  JetstreamRecordBuilder,
  sanitizeHeaderValue,
  withoutServerTrace,
} from '@hopscope/observe/headers'
import { streamOf, subjectOf } from '@hopscope/nats/transport'
import { expect, test } from 'vitest'
import type { Pair } from './cases.ts'
import { carrier, casesOf } from './vectors.ts'

test.each(casesOf('writing-dead-letters.json'))(
  'writes a dead letter: $name',
  ({ headers, deadLetter, expected }) => {
    const failedAt = new Date(deadLetter.failedAt)
    const added = deadLetterHeaders({ ...deadLetter, failedAt })

    expect([...copied(headers), ...added]).toEqual(expected)
  },
)

test.each(casesOf('sanitized-values.json'))(
  'makes a value fit to be sent: $name',
  ({ value, maxBytes, expected }) => {
    expect(sanitizeHeaderValue(value, maxBytes)).toBe(expected)
  },
)

test.each(casesOf('durations.json'))('writes $nanos ns as $text', ({ nanos, text }) => {
  expect(goDuration(nanos)).toBe(text)
})

test.each(casesOf('names.json'))(
  'publishes a message of kind $kind to $subject',
  ({ kind, service, pattern, subject, stream }) => {
    expect(subjectOf(kind, service, pattern)).toBe(subject)
    expect(streamOf(kind, service)).toBe(stream)
  },
)

test.each(casesOf('setting-names.json').filter(isTaken))(
  'takes a header named $name and writes $written',
  ({ name, written }) => {
    const { headers } = new JetstreamRecordBuilder().setHeader(name, '1').build()

    expect([...headers.keys()]).toEqual([written])
  },
)

test.each(casesOf('setting-names.json').filter(isRefused))(
  'refuses a header named "$name" with $refused',
  ({ name, refused, message }) => {
    const builder = new JetstreamRecordBuilder()

    expect(() => builder.setHeader(name, '1')).toThrow(
      expect.objectContaining({ code: refused, ...(message !== undefined && { message }) }),
    )
  },
)

test.each(casesOf('setting-values.json').filter(isTaken))(
  'takes a header with $name as its value',
  ({ value }) => {
    const { headers } = new JetstreamRecordBuilder().setHeader('x-tenant-id', value).build()

    expect(headers.get('x-tenant-id')).toBe(value)
  },
)

test.each(casesOf('setting-values.json').filter(isRefused))(
  'refuses a header with $name in its value',
  ({ value, refused }) => {
    const builder = new JetstreamRecordBuilder()

    expect(() => builder.setHeader('x-tenant-id', value)).toThrow(
      expect.objectContaining({ code: refused }),
    )
  },
)

function isTaken({ refused }: { readonly refused: string | null }): boolean {
  return refused === null
}

function isRefused({ refused }: { readonly refused: string | null }): boolean {
  return refused !== null
}

// The five of an earlier time are not the application's.
function copied(headers: readonly Pair[]): readonly Pair[] {
  return withoutServerTrace(carrier(headers))
    .filter(([name]) => headerRule(name) !== 'dead-letter')
    .flatMap(([name, values]) => values.map((value): Pair => [name, value]))
}
