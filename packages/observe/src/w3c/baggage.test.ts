import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatBaggage, parseBaggage, type BaggageMember } from './baggage.ts'

const OWS = ' \t '
const SPECIAL = '\t "\';=asdf!@#$%^&*()'
const SPECIAL_ENCODED = '%09%20%22%27%3B%3Dasdf%21%40%23%24%25%5E%26%2A%28%29'

// The cases are those of the W3C baggage test suite, by the names that they have there.
test.each<readonly [name: string, header: string, members: readonly BaggageMember[]]>([
  ['BaggageTest.parse_simple', 'SomeKey=SomeValue', [member()]],
  [
    'BaggageTest.parse_multiple',
    'SomeKey=SomeValue;SomeProp,SomeKey2=SomeValue2;ValueProp=PropVal',
    [member({ properties: [{ key: 'SomeProp' }] }), second('ValueProp', 'PropVal')],
  ],
  [
    'BaggageTest.parse_multiple_ows',
    spaced('SomeKey = SomeValue ; SomeProp , SomeKey2 = SomeValue2 ; ValueProp = PropVal'),
    [member({ properties: [{ key: 'SomeProp' }] }), second('ValueProp', 'PropVal')],
  ],
  [
    'BaggageTest.parse_multiple_kv_property',
    'SomeKey=SomeValue;SomePropKey=SomePropValue,SomeKey2=SomeValue2;SomePropKey2=SomePropValue2',
    [
      member({ properties: [{ key: 'SomePropKey', value: 'SomePropValue' }] }),
      second('SomePropKey2', 'SomePropValue2'),
    ],
  ],
  [
    'BaggageTest.parse_multiple_kv_property_ows',
    spaced(
      'SomeKey = SomeValue ; SomePropKey=SomePropValue , SomeKey2 = SomeValue2 ; SomePropKey2 = SomePropValue2',
    ),
    [
      member({ properties: [{ key: 'SomePropKey', value: 'SomePropValue' }] }),
      second('SomePropKey2', 'SomePropValue2'),
    ],
  ],
  ['BaggageEntryTest.parse_simple', 'SomeKey=SomeValue', [member()]],
  [
    'BaggageEntryTest.parse_multiple_equals',
    'SomeKey=SomeValue=equals',
    [member({ value: 'SomeValue=equals' })],
  ],
  [
    'BaggageEntryTest.parse_percent_encoded',
    `SomeKey=${SPECIAL_ENCODED}`,
    [member({ value: SPECIAL })],
  ],
  [
    'BaggageEntryTest.parse_property',
    'SomeKey=SomeValue;SomeProp',
    [member({ properties: [{ key: 'SomeProp' }] })],
  ],
  [
    'BaggageEntryTest.parse_multi_property',
    'SomeKey=SomeValue;SomeProp;SecondProp=PropValue',
    [member({ properties: [{ key: 'SomeProp' }, { key: 'SecondProp', value: 'PropValue' }] })],
  ],
  [
    'BaggageEntryTest.parse_kv_property',
    'SomeKey=SomeValue;SomePropKey=SomePropValue',
    [member({ properties: [{ key: 'SomePropKey', value: 'SomePropValue' }] })],
  ],
  ['BaggageEntryTest.parse_simple_ows', spaced('SomeKey = SomeValue '), [member()]],
  [
    'BaggageEntryTest.parse_percent_encoded_ows',
    spaced(`SomeKey = ${SPECIAL_ENCODED} `),
    [member({ value: SPECIAL })],
  ],
  [
    'BaggageEntryTest.parse_property_ows',
    spaced('SomeKey = SomeValue ; SomeProp'),
    [member({ properties: [{ key: 'SomeProp' }] })],
  ],
  [
    'BaggageEntryTest.parse_multi_property_ows',
    spaced('SomeKey = SomeValue ; SomeProp ; SecondProp = PropValue'),
    [member({ properties: [{ key: 'SomeProp' }, { key: 'SecondProp', value: 'PropValue' }] })],
  ],
  [
    'BaggageEntryTest.parse_kv_property_ows',
    spaced('SomeKey = SomeValue ; SomePropKey = SomePropValue'),
    [member({ properties: [{ key: 'SomePropKey', value: 'SomePropValue' }] })],
  ],
  [
    'properties of the same name',
    'SomeKey=SomeValue;SomeProp=1;SomeProp=2',
    [member({ properties: ['1', '2'].map((value) => ({ key: 'SomeProp', value })) })],
  ],
  [
    'a property value that is percent-encoded',
    `SomeKey=SomeValue;SomeProp=${SPECIAL_ENCODED}`,
    [member({ properties: [{ key: 'SomeProp', value: SPECIAL }] })],
  ],
  [
    'a property without a value, which is not decoded',
    'SomeKey=SomeValue;Some%20Prop',
    [member({ properties: [{ key: 'Some%20Prop' }] })],
  ],
])('reads %s', (_, header, members) => {
  expect(parseBaggage(header)).toEqual(members)
})

test('BaggageTest.ctor_default: no members are written as nothing', () => {
  expect(formatBaggage([])).toBe('')
})

test('BaggageEntryTest.ctor_default: a member without properties is its key and value', () => {
  expect(formatBaggage([member()])).toBe('SomeKey=SomeValue')
})

test('BaggageEntryTest.parse_percent_encoded: what was read is written encoded again', () => {
  const header = `SomeKey=${SPECIAL_ENCODED}`

  expect(formatBaggage(parseBaggage(header))).toBe(header)
})

test('LimitsTest.serialize_at_least_64: all of 64 members are written', () => {
  const members = numbered(64).map((number) => member({ key: `key${number}`, value: 'value' }))

  expect(formatBaggage(members).split(',')).toHaveLength(64)
})

test('LimitsTest.serialize_long_entry: a member of 8192 bytes is written, and read', () => {
  const members = [member({ key: 'a', value: '0123456789'.repeat(819) })]

  expect(formatBaggage(members)).toHaveLength(8192)
  expect(parseBaggage(formatBaggage(members))).toEqual(members)
})

test('LimitsTest.serialize_many_entries: 512 members of 8191 bytes are written, and read', () => {
  const members = numbered(512).map((number) => member({ key: number, value: '0123456789a' }))

  expect(formatBaggage(members)).toHaveLength(8191)
  expect(parseBaggage(formatBaggage(members))).toEqual(members)
})

test('leaves the member out that does not fit into 8192 bytes, whole, and keeps those that do', () => {
  const long = member({ key: 'long', value: 'x'.repeat(8184) })
  const members = [member({ key: 'a', value: '1' }), long, member({ key: 'b', value: '2' })]
  const received = ['a=1', `long=${long.value}`, 'b=2'].join(',')

  expect(formatBaggage(members)).toBe('a=1,b=2')
  expect(formatBaggage(parseBaggage(received))).toBe('a=1,b=2')
})

test.each([
  ['a key without a value', 'SomeKey'],
  ['no key', '=SomeValue'],
  ['a key that is no token', 'Some Key=SomeValue'],
  ['a space in the value', 'SomeKey=Some Value'],
  ['a quote in the value', 'SomeKey="SomeValue"'],
  ['a backslash in the value', 'SomeKey=Some\\Value'],
  ['a value that is not ASCII', 'SomeKey=é'],
  ['a line break', 'SomeKey=Some\nValue'],
  ['nothing', ''],
])('leaves a member out that is %s, and reads the others', (_, invalid) => {
  expect(formatBaggage(parseBaggage(`a=1,${invalid},b=2`))).toBe('a=1,b=2')
})

test('leaves a property out that is not valid, and keeps its member', () => {
  expect(formatBaggage(parseBaggage('a=1;Some Prop;b=";c'))).toBe('a=1;c')
})

test('leaves members and properties out that could not be read again', () => {
  const properties = [{ key: 'b c' }, { key: 'd' }]

  expect(
    formatBaggage([member({ key: 'a,b' }), member({ key: 'a', value: '1', properties })]),
  ).toBe('a=1;d')
})

test('reads an empty value', () => {
  expect(parseBaggage('SomeKey=')).toEqual([member({ value: '' })])
})

test('keeps members of the same key, in their order', () => {
  expect(formatBaggage(parseBaggage(['a=1,b=2', 'a=3']))).toBe('a=1,b=2,a=3')
})

test.each([
  ['octets that are not UTF-8', '%FF%C3', '\ufffd\ufffd'],
  ['a percent sign without its digits', '100%', '100%'],
  ['a byte order mark', '%EF%BB%BFa', '\ufeffa'],
  ['digits in lower case', '%c3%a9', 'é'],
])('reads %s', (_, encoded, value) => {
  expect(parseBaggage(`SomeKey=${encoded}`)).toEqual([member({ value })])
})

test('writes a half of a surrogate pair as a replacement character', () => {
  expect(formatBaggage([member({ value: '\ud800' })])).toBe('SomeKey=%EF%BF%BD')
})

test('reads every member as it was written', () => {
  fc.assert(
    fc.property(fc.array(members(), { maxLength: 20 }), (list) => {
      expect(parseBaggage(formatBaggage(list))).toEqual(list)
    }),
  )
})

test('writes again, whatever it read, what it reads in the same way, and never more than 8192 bytes', () => {
  const unit = fc.constantFrom(...'ab=;, \t%2C"é\n'.split(''))
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 200 }), (text) => {
      const written = formatBaggage(parseBaggage(text))

      expect(formatBaggage(parseBaggage(written))).toBe(written)
      expect(written).toMatch(/^[\x21-\x7e]{0,8192}$/)
    }),
  )
})

function member(given: Partial<BaggageMember> = {}): BaggageMember {
  return { key: 'SomeKey', value: 'SomeValue', properties: [], ...given }
}

function second(key: string, value: string): BaggageMember {
  return { key: 'SomeKey2', value: 'SomeValue2', properties: [{ key, value }] }
}

/** Spaces and a tab in place of each space. */
function spaced(text: string): string {
  return text.replaceAll(' ', OWS)
}

function numbered(count: number): readonly string[] {
  return Array.from({ length: count }, (_, number) => String(number).padStart(3, '0'))
}

function members() {
  const tokens = "!#$%&'*+-.^_`|~0123456789abcXYZ".split('')
  const key = fc.string({ unit: fc.constantFrom(...tokens), minLength: 1, maxLength: 10 })
  const value = fc.string({ unit: 'binary', maxLength: 10 }).map((text) => text.toWellFormed())
  const property = fc.oneof(fc.record({ key }), fc.record({ key, value }))
  return fc.record({ key, value, properties: fc.array(property, { maxLength: 3 }) })
}
