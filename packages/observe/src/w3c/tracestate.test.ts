import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTracestate } from './tracestate.ts'

const KEY_CHARACTERS = 'abcdefghijklmnopqrstuvwxyz0123456789_-*/'
const VALUE_CHARACTERS = ` !"#$%&'()*+-./0123456789:;<>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_\`{|}~`

// The cases are those of the W3C trace-context test suite, by the names that they have there.
test.each([
  ['tracestate_included', 'foo=1,bar=2', 'foo=1,bar=2'],
  ['tracestate_empty_header: beside another, before', ['', 'foo=1'], 'foo=1'],
  ['tracestate_empty_header: beside another, after', ['foo=1', ''], 'foo=1'],
  ['tracestate_empty_header: members without anything', 'foo=1,,bar=2,', 'foo=1,bar=2'],
  [
    'tracestate_multiple_headers_different_keys',
    ['foo=1,bar=2', 'rojo=1,congo=2', 'baz=3'],
    'foo=1,bar=2,rojo=1,congo=2,baz=3',
  ],
  ['tracestate_duplicated_keys: the same value', 'foo=1,foo=1', 'foo=1'],
  ['tracestate_duplicated_keys: another value', 'foo=1,foo=2', 'foo=1'],
  ['tracestate_duplicated_keys: in two headers', ['foo=1', 'foo=2'], 'foo=1'],
  [
    'tracestate_all_allowed_characters',
    `${KEY_CHARACTERS}=${VALUE_CHARACTERS}`,
    `${KEY_CHARACTERS}=${VALUE_CHARACTERS}`,
  ],
  [
    'tracestate_all_allowed_characters: a vendor',
    'a-z0-9_-*/@a-z0-9_-*/=1',
    'a-z0-9_-*/@a-z0-9_-*/=1',
  ],
  ['tracestate_ows_handling: spaces first', 'foo=1 \t , \t bar=2, \t baz=3', 'foo=1,bar=2,baz=3'],
  ['tracestate_ows_handling: tabs first', 'foo=1\t \t,\t \tbar=2,\t \tbaz=3', 'foo=1,bar=2,baz=3'],
  ['tracestate_ows_handling: around the list', '\t foo=1 \t', 'foo=1'],
  [
    'tracestate_key_illegal_vendor_format: legal at level 2',
    'foo@=1,bar@b@c=2',
    'foo@=1,bar@b@c=2',
  ],
  ['tracestate_key_length_limit: 256', `${'z'.repeat(256)}=1`, `${'z'.repeat(256)}=1`],
  ['a key that begins with a digit', '0a=1', '0a=1'],
  ['a space at the start of a value', 'foo= 1', 'foo= 1'],
  ['a value of 256 characters', `foo=${'v'.repeat(256)}`, `foo=${'v'.repeat(256)}`],
])('accepts %s', (_, value, expected) => {
  expect(parseTracestate(value)?.serialize()).toBe(expected)
})

test.each([
  ['tracestate_empty_header: alone', ''],
  ['tracestate_empty_header: several', ['', ' \t', ',']],
  ['tracestate_key_illegal_characters: a space', 'foo =1'],
  ['tracestate_key_illegal_characters: upper case', 'FOO=1'],
  ['tracestate_key_illegal_characters: a dot', 'foo.bar=1'],
  ['tracestate_key_illegal_vendor_format: no tenant', '@foo=1,bar=2'],
  ['tracestate_key_length_limit: 257', `foo=1,${'z'.repeat(257)}=1`],
  ['tracestate_value_illegal_characters: an equals sign', 'foo=bar=baz'],
  ['tracestate_value_illegal_characters: no value', 'foo=,bar=3'],
  ['a member that is no pair', 'foo=1,bar'],
  ['a key that is empty', '=1'],
  ['a key that begins with a dash', '-foo=1'],
  ['a value of 257 characters', `foo=${'v'.repeat(257)}`],
  ['a line break in a value', 'foo=1\nbar'],
  ['a value that is not ASCII', 'foo=é'],
])('gives up the list for %s', (_, value) => {
  expect(parseTracestate(value)).toBeUndefined()
})

test('accepts 32 members in several headers, and gives up 33', () => {
  const [first, second] = [members(1, 20), members(21, 32)]

  expect(parseTracestate([first, second])?.serialize()).toBe(`${first},${second}`)
  expect(parseTracestate([first, second, 'bar33=33'])).toBeUndefined()
})

test('finds a member by its key', () => {
  const state = parseTracestate('foo=1,bar=2')

  expect(state?.get('bar')).toBe('2')
  expect(state?.get('baz')).toBeUndefined()
})

test('puts a member that is set in front, once', () => {
  const state = parseTracestate('foo=1,bar=2')

  expect(state?.set('bar', '3').serialize()).toBe('bar=3,foo=1')
  expect(state?.set('baz', '3').serialize()).toBe('baz=3,foo=1,bar=2')
})

test('lets the last member go when a 33rd is set', () => {
  const state = parseTracestate(members(1, 32))

  expect(state?.set('foo', '1').serialize()).toBe(`foo=1,${members(1, 31)}`)
  expect(state?.set('bar32', '1').serialize()).toBe(`bar32=1,${members(1, 31)}`)
})

test.each([
  ['a key', 'FOO', '1'],
  ['a value', 'foo', 'a,b'],
  ['a value that ends with a space', 'foo', '1 '],
])('ignores a member whose %s could not be sent', (_, key, value) => {
  expect(parseTracestate('bar=2')?.set(key, value).serialize()).toBe('bar=2')
})

test('removes a member', () => {
  const state = parseTracestate('foo=1,bar=2')

  expect(state?.unset('foo').serialize()).toBe('bar=2')
  expect(state?.unset('baz').serialize()).toBe('foo=1,bar=2')
  expect(state?.unset('foo').unset('bar').serialize()).toBe('')
})

test('stays as it was read', () => {
  const state = parseTracestate('foo=1,bar=2')
  state?.set('baz', '3').unset('foo')

  expect(state?.serialize()).toBe('foo=1,bar=2')
})

test('reads every list as it was written', () => {
  fc.assert(
    fc.property(lists(), (list) => {
      const text = list.map(([key, value]) => `${key}=${value}`).join(',')

      expect(parseTracestate(text)?.serialize()).toBe(text)
    }),
  )
})

test('writes again, whatever it read, what it reads in the same way', () => {
  const unit = fc.constantFrom(...'ab=, \t@A\n'.split(''))
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 40 }), (text) => {
      const written = parseTracestate(text)?.serialize()

      expect(parseTracestate(written ?? '')?.serialize()).toBe(written)
    }),
  )
})

function members(from: number, to: number): string {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index)
  return numbers.map((number) => `bar${number}=${number}`).join(',')
}

function lists() {
  const key = fc.string({ unit: fc.constantFrom(...KEY_CHARACTERS.split(''), '@'), minLength: 1 })
  const value = fc.string({ unit: fc.constantFrom(...VALUE_CHARACTERS.split('')), minLength: 1 })
  const member = fc.tuple(
    key.filter((text) => /^[a-z0-9]/.test(text)),
    value.filter((text) => !text.endsWith(' ')),
  )
  return fc.uniqueArray(member, { minLength: 1, maxLength: 32, selector: ([name]) => name })
}
