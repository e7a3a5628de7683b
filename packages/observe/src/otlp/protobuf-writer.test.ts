import { expect, test } from 'vitest'
import { ProtobufWriter, varintBytes } from './protobuf-writer.ts'

// 08 96 01 and 12 07 … are the examples of the Protocol Buffers encoding guide.
test.each<[string, (writer: ProtobufWriter) => void, string]>([
  ['an uint32', (writer) => writer.uint32(1, 150), '089601'],
  ['the largest uint32', (writer) => writer.uint32(1, 0xffff_ffff), '08ffffffff0f'],
  ['a zero', (writer) => writer.uint32(1, 0), '0800'],
  ['a field number of two bytes', (writer) => writer.uint32(16, 1), '800101'],
  ['an int64', (writer) => writer.int64(1, 150), '089601'],
  ['an int64 of 33 bits', (writer) => writer.int64(1, 0x1_0000_0000), '088080808010'],
  ['an int64 below zero', (writer) => writer.int64(1, -2), '08feffffffffffffffff01'],
  ['the largest int64', (writer) => writer.int64(1, 2n ** 63n - 1n), '08ffffffffffffffff7f'],
  ['the smallest int64', (writer) => writer.int64(1, -(2n ** 63n)), '0880808080808080808001'],
  ['a fixed32', (writer) => writer.fixed32(1, 0x0102_03ff), '0dff030201'],
  ['a fixed64', (writer) => writer.fixed64(1, 0x0102_0304_0506_07ffn), '09ff07060504030201'],
  ['a double', (writer) => writer.double(1, -2), '0900000000000000c0'],
  ['a string', (writer) => writer.string(2, 'testing'), '120774657374696e67'],
  ['a string beyond ASCII', (writer) => writer.string(2, 'é€🚀'), '1209c3a9e282acf09f9a80'],
  ['half a surrogate pair', (writer) => writer.string(2, '\ud83d'), '1203efbfbd'],
  ['bytes', (writer) => writer.bytes(2, Uint8Array.of(0, 255)), '120200ff'],
  ['hex digits of either case', (writer) => writer.hex(2, '09afAF'), '120309afaf'],
  ['a message', (writer) => writer.message(3, (inner, n) => inner.uint32(1, n), 150), '1a03089601'],
  ['an empty message', (writer) => writer.message(3, () => {}, undefined), '1a00'],
])('writes %s', (_, write, expected) => {
  const writer = new ProtobufWriter()
  write(writer)

  expect(hexOf(writer)).toBe(expected)
})

test.each([
  [127, '0a7f'],
  [128, '0a8001'],
  [16_383, '0aff7f'],
  [16_384, '0a808001'],
])('writes the length of a string of %i characters', (length, start) => {
  const writer = new ProtobufWriter()
  writer.string(1, 'x'.repeat(length))

  expect(hexOf(writer)).toBe(start + '78'.repeat(length))
})

test('writes the length of a string whose UTF-8 needs more length bytes than its characters', () => {
  const writer = new ProtobufWriter()
  writer.string(1, 'é'.repeat(100))
  writer.uint32(2, 1)

  expect(hexOf(writer)).toBe(`0ac801${'c3a9'.repeat(100)}1001`)
})

test('moves a message that turns out longer than 127 bytes', () => {
  const writer = new ProtobufWriter()
  writer.message(1, (inner, text) => inner.message(2, writeText, text), 'x'.repeat(200))
  writer.uint32(3, 1)

  expect(hexOf(writer)).toBe(`0ace0112cb010ac801${'78'.repeat(200)}1801`)
})

test('grows with what is written', () => {
  const writer = new ProtobufWriter()
  writer.bytes(1, new Uint8Array(5000).fill(7))
  writer.bytes(2, new Uint8Array(5000).fill(8))

  expect(hexOf(writer)).toBe(`0a8827${'07'.repeat(5000)}128827${'08'.repeat(5000)}`)
})

test('forgets what was written and not finished', () => {
  const writer = new ProtobufWriter()
  writer.bytes(1, new Uint8Array(100_000))
  writer.reset()
  writer.uint32(1, 1)

  expect(hexOf(writer)).toBe('0801')
})

test('gives a view that later writing leaves alone', () => {
  const writer = new ProtobufWriter(8)
  writer.uint32(1, 1)
  const first = writer.finish()
  writer.uint32(1, 2)
  const second = writer.finish()
  writer.bytes(1, new Uint8Array(100).fill(7))
  writer.finish()

  expect(Buffer.from(first).toString('hex')).toBe('0801')
  expect(Buffer.from(second).toString('hex')).toBe('0802')
})

test('grows within messages, wherever in the buffer they began', () => {
  const text = '78'.repeat(127)
  const expected = `0a85021282020a7f${text}127f${text}`
  const writer = new ProtobufWriter(600)
  const written = Array.from({ length: 40 }, () => {
    writer.message(1, (inner, text) => inner.message(2, writeTwice, text), 'x'.repeat(127))
    return hexOf(writer)
  })

  expect(new Set(written).size).toBe(1)
  expect(written[0]).toBe(expected)
})

test('leaves empty what is nested deeper than readers read', () => {
  const writer = new ProtobufWriter()
  writer.message(1, writeForever, undefined)

  expect(writer.finish().length).toBeLessThan(1000)
})

test.each([
  [0, 1],
  [127, 1],
  [128, 2],
  [16_383, 2],
  [16_384, 3],
  [2_097_151, 3],
  [2_097_152, 4],
  [268_435_455, 4],
  [268_435_456, 5],
])('%i takes %i bytes', (value, bytes) => {
  expect(varintBytes(value)).toBe(bytes)
})

function writeText(writer: ProtobufWriter, text: string): void {
  writer.string(1, text)
}

function writeTwice(writer: ProtobufWriter, text: string): void {
  writer.string(1, text)
  writer.string(2, text)
}

function writeForever(writer: ProtobufWriter): void {
  writer.message(1, writeForever, undefined)
}

function hexOf(writer: ProtobufWriter): string {
  return Buffer.from(writer.finish()).toString('hex')
}
