import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { messagePackCodec } from './msgpack.ts'
import { TransportError } from './transport-error.ts'

const codec = messagePackCodec()

test('a key of the data that is called constructor changes nothing', () => {
  const codec = messagePackCodec()
  const data = { constructor: 1, big: 2 ** 40 }

  expect(codec.decode(codec.encode({ constructor: 1, big: 2n ** 40n }))).toEqual(data)
})

test('undefined is an empty payload, and an empty payload is undefined', () => {
  expect(codec.encode(undefined)).toHaveLength(0)
  expect(codec.decode(new Uint8Array())).toBeUndefined()
})

test('objects are standard maps', () => {
  expect([...codec.encode({ a: 1 })]).toEqual([0x81, 0xa1, 0x61, 0x01])
})

test('what is undefined in an object is left out', () => {
  expect([...codec.encode({ a: undefined })]).toEqual([0x80])
})

test('all that JSON has comes back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
      const text = JSON.stringify(value)
      // It is refused, see below.
      fc.pre(!text.includes('"__proto__"'))
      const plain: unknown = JSON.parse(text)

      expect(codec.decode(codec.encode(plain))).toEqual(plain)
    }),
  )
})

test.each([
  ['bytes', Uint8Array.of(1, 2, 3)],
  ['a date', new Date('2026-01-02T03:04:05.678Z')],
  ['an integer that no number holds', 2n ** 63n - 1n],
  ['such an integer in a list', [{ id: -(2n ** 63n) }]],
])('%s come back as they were', (_, value) => {
  expect(codec.decode(codec.encode(value))).toEqual(value)
})

test('a large integer that a number holds is a number', () => {
  expect(codec.decode(codec.encode({ id: [5_000_000_000n] }))).toEqual({ id: [5_000_000_000] })
})

test('what new Packr({ useRecords: false }) writes is read', () => {
  // { a: undefined, b: 5000000000 }: a fixext of type 0, and a double.
  const bytes = [0x82, 0xa1, 0x61, 0xd4, 0, 0, 0xa1, 0x62, 0xcb, 0x41, 0xf2, 0xa0, 0x5f, 0x20]

  expect(codec.decode(Uint8Array.from([...bytes, 0, 0, 0]))).toEqual({ a: undefined, b: 5e9 })
})

test.each([
  ['alone', [0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 0x01]],
  ['in a list', [0x91, 0xd4, 0x72, 0x40, 0x91, 0xa1, 0x61, 0x01]],
])('records of msgpackr are refused, %s, with what to do', (_, bytes) => {
  expect(() => codec.decode(Uint8Array.from(bytes))).toThrow(
    expect.objectContaining({
      code: 'PAYLOAD_INVALID',
      hint: expect.stringContaining('useRecords: false'),
    }),
  )
})

test.each([
  ['a function', () => {}],
  ['a symbol', Symbol('s')],
  ['a cycle', cycle()],
  ['an integer of more than 64 bits', 2n ** 64n],
])('%s cannot be encoded', (_, value) => {
  expect(() => codec.encode(value)).toThrow(expect.objectContaining({ code: 'PAYLOAD_INVALID' }))
})

test('whatever the bytes are, what is thrown is a TransportError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
      expect(thrownBy(() => codec.decode(bytes))).toBeInstanceOf(TransportError)
    }),
  )
})

test('a key that would change every object is refused', () => {
  const bytes = [0x81, 0xa9, ...new TextEncoder().encode('__proto__'), 0x01]

  expect(() => codec.decode(Uint8Array.from(bytes))).toThrow(
    expect.objectContaining({ code: 'PAYLOAD_INVALID' }),
  )
})

function thrownBy(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  return new TransportError('CLOSED', 'nothing was thrown', { hint: '' })
}

function cycle(): unknown {
  const value: { self?: unknown } = {}
  value.self = value
  return value
}
