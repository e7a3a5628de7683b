import { expect, test } from 'vitest'
import { ProtobufReader } from './protobuf-reader.ts'

test.each<[string, string, (reader: ProtobufReader) => unknown, unknown]>([
  ['an uint32', '089601', (reader) => reader.uint32(), 150],
  ['the largest uint32', '08ffffffff0f', (reader) => reader.uint32(), 0xffff_ffff],
  ['the low half of a wider value', '08818080808010', (reader) => reader.uint32(), 1],
  ['a varint with bytes to spare', '08968100', (reader) => reader.uint32(), 150],
  ['a bool', '0801', (reader) => reader.bool(), true],
  ['a bool of another value', '0880808080802000', (reader) => reader.bool(), true],
  ['an int64', '088080808010', (reader) => reader.int64(), 0x1_0000_0000],
  ['an int64 below zero', '08feffffffffffffffff01', (reader) => reader.int64(), -2],
  ['an int64 that is just exact', '08ffffffffffffff0f', (reader) => reader.int64(), 2 ** 53 - 1],
  ['an int64 that is not exact', '088080808080808010', (reader) => reader.int64(), 2n ** 53n],
  ['the largest int64', '08ffffffffffffffff7f', (reader) => reader.int64(), 2n ** 63n - 1n],
  ['the smallest int64', '0880808080808080808001', (reader) => reader.int64(), -(2n ** 63n)],
  ['a fixed32', '0dff0302ff', (reader) => reader.fixed32(), 0xff02_03ff],
  ['a fixed64', '09ff070605040302ff', (reader) => reader.fixed64(), 0xff02_0304_0506_07ffn],
  ['a double', '0900000000000000c0', (reader) => reader.double(), -2],
  ['a string', '120774657374696e67', (reader) => reader.string(), 'testing'],
  ['a string beyond ASCII', '1209c3a9e282acf09f9a80', (reader) => reader.string(), 'é€🚀'],
  ['a string with a byte order mark', '1204efbbbf61', (reader) => reader.string(), '\ufeffa'],
  ['a long string', `1230${'61'.repeat(48)}`, (reader) => reader.string(), 'a'.repeat(48)],
  ['what is not UTF-8', '120261ff', (reader) => reader.string(), 'a\ufffd'],
  ['hex digits', '120209af', (reader) => reader.hex(2), '09af'],
  ['no hex digits', '1200', (reader) => reader.hex(8), ''],
])('reads %s', (_, hex, read, expected) => {
  const reader = readerOf(hex)

  expect(reader.next()).toBe(true)
  expect(read(reader)).toBe(expected)
})

test('reads fields in order, and ends with its bytes', () => {
  const reader = readerOf('08011002')

  expect([reader.next(), reader.field, reader.uint32()]).toEqual([true, 1, 1])
  expect([reader.next(), reader.field, reader.uint32()]).toEqual([true, 2, 2])
  expect([reader.next(), reader.failed]).toEqual([false, false])
})

test('copies bytes', () => {
  const source = Buffer.from('0a0101', 'hex')
  const reader = new ProtobufReader(source)
  reader.next()
  const bytes = reader.bytes()
  source.fill(0)

  expect(bytes).toEqual(Uint8Array.of(1))
})

test('keeps within the part of a buffer that it was given', () => {
  const reader = new ProtobufReader(Buffer.from('ffff0801ffff', 'hex').subarray(2, 4))

  expect([reader.next(), reader.uint32(), reader.next(), reader.failed]).toEqual([
    true,
    1,
    false,
    false,
  ])
})

test.each([
  ['a varint', '08ffffffffffffffffff01'],
  ['a fixed32', '0d00000000'],
  ['a fixed64', '090000000000000000'],
  ['bytes', '0a03010203'],
  ['a group', '0b08011203aabbcc0c'],
  ['a group within a group', '0b1308011408010c'],
])('skips %s', (_, hex) => {
  const reader = readerOf(`${hex}7001`)
  reader.next()
  reader.skip()

  expect([reader.next(), reader.field, reader.uint32()]).toEqual([true, 14, 1])
})

test.each([
  ['a tag that is cut off', '80'],
  ['a field number of zero', '0001'],
  ['a field number beyond 29 bits', '888080801001'],
  ['a varint that is cut off', '0880'],
  ['a varint of eleven bytes', '08ffffffffffffffffffff01'],
  ['a fixed32 that is cut off', '0d000000'],
  ['a fixed64 that is cut off', '0900000000000000'],
  ['bytes that are cut off', '0a030102'],
  ['a length of many gigabytes', '0affffffffff7f'],
  ['a length of 64 bits', '0affffffffffffffffff01'],
  ['a group that does not end', '0b0801'],
  ['a group that ends as another', '0b080114'],
  ['the end of a group that did not begin', '0c'],
  ['groups without end', '0b'.repeat(10_000)],
  ['a wire type that does not exist', '0e'],
])('fails at %s', (_, hex) => {
  const reader = readerOf(hex)
  skipAll(reader)

  expect(reader.failed).toBe(true)
})

test.each<[string, string, (reader: ProtobufReader) => unknown, unknown]>([
  ['a varint', '0a00', (reader) => reader.uint32(), 0],
  ['a bool', '0a00', (reader) => reader.bool(), false],
  ['an int64', '0a00', (reader) => reader.int64(), 0],
  ['a fixed32', '0801', (reader) => reader.fixed32(), 0],
  ['a fixed64', '0801', (reader) => reader.fixed64(), 0n],
  ['a double', '0801', (reader) => reader.double(), 0],
  ['a string', '0801', (reader) => reader.string(), ''],
  ['hex digits of another length', '0a0101', (reader) => reader.hex(8), ''],
])('fails when %s is read and something else is there', (_, hex, read, value) => {
  const reader = readerOf(hex)
  reader.next()

  expect(read(reader)).toBe(value)
  expect([reader.failed, reader.next()]).toEqual([true, false])
})

test('reads a message within its length, and goes on after it', () => {
  const reader = readerOf('0a02080110021002')
  reader.next()

  expect(reader.message(readFields)).toEqual([1])
  expect(readFields(reader)).toEqual([2, 2])
})

test('fails as a whole when a message within fails', () => {
  const reader = readerOf('0a020a091002')
  reader.next()

  expect(reader.message(readFields)).toEqual([1])
  expect([reader.next(), reader.failed]).toEqual([false, true])
})

test('fails at a message that is longer than the one around it', () => {
  const reader = readerOf('0a020a050801080108')
  reader.next()
  reader.message(readDeep)

  expect(reader.failed).toBe(true)
})

test('reads messages down to a depth of 100', () => {
  const reader = readerOf(nested(100))

  expect(readDeep(reader)).toBe(101)
  expect(reader.failed).toBe(false)
})

test('fails at messages that are nested deeper', () => {
  const reader = readerOf(nested(101))
  readDeep(reader)

  expect(reader.failed).toBe(true)
})

function readerOf(hex: string): ProtobufReader {
  return new ProtobufReader(Buffer.from(hex, 'hex'))
}

function skipAll(reader: ProtobufReader): void {
  while (reader.next()) reader.skip()
}

function readFields(reader: ProtobufReader): readonly number[] {
  const fields: number[] = []
  while (reader.next()) {
    fields.push(reader.field)
    reader.skip()
  }
  return fields
}

/** How deep a message goes whose only field is a message. */
function readDeep(reader: ProtobufReader): number {
  let depth = 0
  while (reader.next()) depth = reader.message(readDeep)
  return depth + 1
}

/** A message with so many others in it, one in the other. */
function nested(depth: number): string {
  let bytes = Buffer.alloc(0)
  for (let at = 0; at < depth; at++) {
    const length =
      bytes.length < 128 ? [bytes.length] : [(bytes.length % 128) | 128, bytes.length >> 7]
    bytes = Buffer.concat([Buffer.of(0x0a, ...length), bytes])
  }
  return bytes.toString('hex')
}
