import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { TransportError } from '../transport-error.ts'
import { jsonCodec } from './json-codec.ts'

test('undefined is an empty payload, and an empty payload is undefined', () => {
  expect(jsonCodec.encode(undefined)).toHaveLength(0)
  expect(jsonCodec.decode(new Uint8Array())).toBeUndefined()
})

test.each([
  [null, 'null'],
  ['größe', '"größe"'],
  [{ a: [1, true] }, '{"a":[1,true]}'],
  [{ a: undefined }, '{}'],
  ['\ud800', String.raw`"\ud800"`],
])('%j is encoded as %s', (value, text) => {
  expect(new TextDecoder().decode(jsonCodec.encode(value))).toBe(text)
})

test('all that JSON has comes back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const text = JSON.stringify(value)

      expect(jsonCodec.decode(jsonCodec.encode(value))).toEqual(JSON.parse(text))
    }),
  )
})

test.each([
  ['a bigint', 1n],
  ['a function', () => {}],
  ['a symbol', Symbol('s')],
  ['a cycle', cycle()],
  [
    'a toJSON that throws',
    {
      toJSON() {
        throw new Error('no')
      },
    },
  ],
])('%s cannot be encoded', (_, value) => {
  expect(() => jsonCodec.encode(value)).toThrow(
    expect.objectContaining({ code: 'PAYLOAD_INVALID' }),
  )
})

test.each([
  ['text', [...new TextEncoder().encode('not json')]],
  ['half of it', [0x7b]],
  ['what is no UTF-8', [0x22, 0xff, 0x22]],
])('%s cannot be decoded', (_, bytes) => {
  expect(() => jsonCodec.decode(Uint8Array.from(bytes))).toThrow(
    expect.objectContaining({ code: 'PAYLOAD_INVALID' }),
  )
})

test('whatever the bytes are, what is thrown is a TransportError', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
      expect(thrownBy(() => jsonCodec.decode(bytes))).toBeInstanceOf(TransportError)
    }),
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
