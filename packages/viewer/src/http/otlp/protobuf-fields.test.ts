import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { lengthField, numberField, protobufFields } from './protobuf-fields.ts'

test('fields come out as they were put in, in their order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fieldNumber(), fc.uint8Array())), (given) => {
      const message = Buffer.concat(given.map(([number, value]) => lengthField(number, value)))
      const fields = protobufFields(message) ?? []

      expect(fields.map(({ number, value }) => [number, [...value]])).toEqual(
        given.map(([number, value]) => [number, [...value]]),
      )
      expect(Buffer.concat(fields.map(({ raw }) => raw))).toEqual(message)
    }),
  )
})

test.each([
  ['a number', [0x08, 0xac, 0x02], { number: 1, value: [0xac, 0x02] }],
  ['a number of ten bytes', [0x08, ...Array<number>(9).fill(0xff), 1], { number: 1 }],
  ['eight bytes', [0x09, 1, 2, 3, 4, 5, 6, 7, 8], { value: [1, 2, 3, 4, 5, 6, 7, 8] }],
  ['four bytes', [0x0d, 1, 2, 3, 4], { number: 1, value: [1, 2, 3, 4] }],
  ['a text', [0x12, 2, 0x61, 0x62], { number: 2, value: [0x61, 0x62] }],
])('%s is a field', (_what, bytes, field) => {
  const [found, ...others] = protobufFields(Uint8Array.from(bytes)) ?? []

  expect({ ...found, value: [...(found?.value ?? [])] }).toMatchObject(field)
  expect(others).toEqual([])
})

test.each([
  ['a number that is cut', [0x08, 0x80]],
  ['a number without an end', [0x08, ...Array<number>(10).fill(0x80), 1]],
  ['a length that is more than there is', [0x12, 3, 0x61, 0x62]],
  ['a length that is cut', [0x12, 0x80]],
  ['four bytes of which one is missing', [0x0d, 1, 2, 3]],
  ['a group', [0x0b, 0x0c]],
  ['more fields than are looked at', Array<number>(100_002).fill(0x08)],
])('%s is no field', (_what, bytes) => {
  expect(protobufFields(Uint8Array.from(bytes))).toBeUndefined()
})

test('numbers up to 2^53 are written', () => {
  expect([...numberField(1, 0)]).toEqual([0x08, 0])
  expect([...numberField(1, 300)]).toEqual([0x08, 0xac, 0x02])
  expect(Buffer.from(numberField(1, 2 ** 53)).toString('hex')).toBe('088080808080808010')
})

function fieldNumber(): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: 2 ** 28 })
}
