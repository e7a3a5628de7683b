import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatTraceparent, parseTraceparent } from './traceparent.ts'

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN_ID = '00f067aa0ba902b7'

test('reads the ids and the flags, and that the span is remote', () => {
  expect(parseTraceparent(`00-${TRACE_ID}-${SPAN_ID}-01`)).toEqual({
    traceId: TRACE_ID,
    spanId: SPAN_ID,
    traceFlags: 1,
    isRemote: true,
  })
})

// The cases are those of the W3C trace-context test suite, by the names that they have there.
test.each([
  ['traceparent_version_0x00: ends where it should', `00-${TRACE_ID}-${SPAN_ID}-01`],
  ['traceparent_version_0xcc: no more than version 00 has', `cc-${TRACE_ID}-${SPAN_ID}-01`],
  ['traceparent_version_0xcc: more after a dash', `cc-${TRACE_ID}-${SPAN_ID}-01-of-the-future`],
  ['traceparent_version_0xcc: nothing after a dash', `cc-${TRACE_ID}-${SPAN_ID}-01-`],
  ['traceparent_version_0xff: the version before it', `fe-${TRACE_ID}-${SPAN_ID}-01`],
  ['traceparent_ows_handling: a space before', ` 00-${TRACE_ID}-${SPAN_ID}-01`],
  ['traceparent_ows_handling: a tab before', `\t00-${TRACE_ID}-${SPAN_ID}-01`],
  ['traceparent_ows_handling: a space after', `00-${TRACE_ID}-${SPAN_ID}-01 `],
  ['traceparent_ows_handling: a tab after', `00-${TRACE_ID}-${SPAN_ID}-01\t`],
  ['traceparent_ows_handling: both around', `\t 00-${TRACE_ID}-${SPAN_ID}-01 \t`],
])('accepts %s', (_, value) => {
  expect(parseTraceparent(value)).toMatchObject({ traceId: TRACE_ID, spanId: SPAN_ID })
})

test.each([
  ['traceparent_version_0x00: a character after the flags', `00-${TRACE_ID}-${SPAN_ID}-01.`],
  ['traceparent_version_0x00: more after a dash', `00-${TRACE_ID}-${SPAN_ID}-01-of-the-future`],
  ['traceparent_version_0xcc: more without a dash', `cc-${TRACE_ID}-${SPAN_ID}-01.of-the-future`],
  ['traceparent_version_0xff', `ff-${TRACE_ID}-${SPAN_ID}-01`],
  ['traceparent_version_illegal_characters: the first', `.0-${TRACE_ID}-${SPAN_ID}-01`],
  ['traceparent_version_illegal_characters: the second', `0.-${TRACE_ID}-${SPAN_ID}-01`],
  ['traceparent_version_illegal_characters: upper case', `CC-${TRACE_ID}-${SPAN_ID}-01`],
  ['traceparent_version_too_long: by one', `000-${TRACE_ID}-${SPAN_ID}-01`],
  ['traceparent_version_too_long: by two', `0000-${TRACE_ID}-${SPAN_ID}-01`],
  ['traceparent_version_too_short', `0-${TRACE_ID}-${SPAN_ID}-01`],
  ['traceparent_trace_id_all_zero', `00-${'0'.repeat(32)}-${SPAN_ID}-01`],
  ['traceparent_trace_id_illegal_characters: the first', `00-.${TRACE_ID.slice(1)}-${SPAN_ID}-01`],
  ['traceparent_trace_id_illegal_characters: the last', `00-${TRACE_ID.slice(1)}.-${SPAN_ID}-01`],
  ['traceparent_trace_id_illegal_characters: upper', `00-A${TRACE_ID.slice(1)}-${SPAN_ID}-01`],
  ['traceparent_trace_id_too_long', `00-${TRACE_ID}0-${SPAN_ID}-01`],
  ['traceparent_trace_id_too_short', `00-${TRACE_ID.slice(1)}-${SPAN_ID}-01`],
  ['traceparent_parent_id_all_zero', `00-${TRACE_ID}-${'0'.repeat(16)}-01`],
  ['traceparent_parent_id_illegal_characters: the first', `00-${TRACE_ID}-.${SPAN_ID.slice(1)}-01`],
  ['traceparent_parent_id_illegal_characters: the last', `00-${TRACE_ID}-${SPAN_ID.slice(1)}.-01`],
  ['traceparent_parent_id_illegal_characters: upper', `00-${TRACE_ID}-A${SPAN_ID.slice(1)}-01`],
  ['traceparent_parent_id_too_long', `00-${TRACE_ID}-${SPAN_ID}0-01`],
  ['traceparent_parent_id_too_short', `00-${TRACE_ID}-${SPAN_ID.slice(1)}-01`],
  ['traceparent_trace_flags_illegal_characters: the first', `00-${TRACE_ID}-${SPAN_ID}-.0`],
  ['traceparent_trace_flags_illegal_characters: the second', `00-${TRACE_ID}-${SPAN_ID}-0.`],
  ['traceparent_trace_flags_illegal_characters: upper', `00-${TRACE_ID}-${SPAN_ID}-0A`],
  ['traceparent_trace_flags_too_long', `00-${TRACE_ID}-${SPAN_ID}-001`],
  ['traceparent_trace_flags_too_short', `00-${TRACE_ID}-${SPAN_ID}-1`],
  ['traceparent_duplicated, joined by a comma', doubled(`00-${TRACE_ID}-${SPAN_ID}-01`)],
  ['an empty value', ''],
  ['spaces only', ' \t '],
  ['a dash that is missing after the version', `00.${TRACE_ID}-${SPAN_ID}-01`],
  ['a dash that is missing after the trace id', `00-${TRACE_ID}.${SPAN_ID}-01`],
  ['a dash that is missing after the span id', `00-${TRACE_ID}-${SPAN_ID}.01`],
  ['a space that is not one of HTTP', `\u00a000-${TRACE_ID}-${SPAN_ID}-01`],
  ['a line break after it', `00-${TRACE_ID}-${SPAN_ID}-01\n`],
  ['a digit of another script', `00-${TRACE_ID.slice(1)}\u0661-${SPAN_ID}-01`],
])('refuses %s', (_, value) => {
  expect(parseTraceparent(value)).toBeUndefined()
})

test.each([
  ['00', 0],
  ['02', 2],
  ['09', 9],
  ['10', 16],
  ['81', 129],
  ['af', 175],
  ['ff', 255],
])('keeps all of the flags %s', (digits, traceFlags) => {
  const value = `00-${TRACE_ID}-${SPAN_ID}-${digits}`

  expect(parseTraceparent(value)?.traceFlags).toBe(traceFlags)
  expect(formatTraceparent({ traceId: TRACE_ID, spanId: SPAN_ID, traceFlags })).toBe(value)
})

test('writes version 00 for what was read from a later version', () => {
  const spanContext = parseTraceparent(`cc-${TRACE_ID}-${SPAN_ID}-01-of-the-future`)

  expect(spanContext && formatTraceparent(spanContext)).toBe(`00-${TRACE_ID}-${SPAN_ID}-01`)
})

test('writes the low eight bits of the flags only', () => {
  const spanContext = { traceId: TRACE_ID, spanId: SPAN_ID, traceFlags: 0x301 }

  expect(formatTraceparent(spanContext)).toBe(`00-${TRACE_ID}-${SPAN_ID}-01`)
})

test('reads every span context as it was written', () => {
  fc.assert(
    fc.property(spanContexts(), (spanContext) => {
      expect(parseTraceparent(formatTraceparent(spanContext))).toEqual(spanContext)
    }),
  )
})

test('accepts what the grammar accepts, and nothing else', () => {
  fc.assert(
    fc.property(nearTraceparents(), (value) => {
      expect(parseTraceparent(value) !== undefined).toBe(GRAMMAR.test(value))
    }),
    { numRuns: 1000 },
  )
})

// W3C Trace Context Level 2, 3.2.2, as a pattern.
const IDS = '(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}'
const GRAMMAR = new RegExp(`^[ \\t]*(?:00-${IDS}|(?!00|ff)[0-9a-f]{2}-${IDS}(?:-.*)?)[ \\t]*$`, 's')

function doubled(value: string): string {
  return `${value},${value}`
}

function spanContexts() {
  return fc.record({
    traceId: hex(32),
    spanId: hex(16),
    traceFlags: fc.integer({ min: 0, max: 255 }),
    isRemote: fc.constant(true),
  })
}

/** A traceparent with another version or an end, of which a few characters are replaced. */
function nearTraceparents() {
  const version = fc.constantFrom('00', '01', 'cc', 'fe', 'ff')
  const end = fc.constantFrom('', '', ' ', '\t', '-', '-x', '.x', '\n')
  const edit = fc.tuple(fc.nat({ max: 60 }), fc.constantFrom(...'0af-.AFé \t'.split('')))
  const edits = fc.array(edit, { maxLength: 2 })
  return fc
    .tuple(version, spanContexts(), end, edits)
    .map(([digits, spanContext, tail, changes]) =>
      changes.reduce(
        (text, [at, character]) => text.slice(0, at) + character + text.slice(at + 1),
        digits + formatTraceparent(spanContext).slice(2) + tail,
      ),
    )
}

function hex(length: number) {
  const digit = fc.constantFrom(...'0123456789abcdef'.split(''))
  const digits = fc.string({ unit: digit, minLength: length, maxLength: length })
  return digits.filter((text) => text !== '0'.repeat(length))
}
