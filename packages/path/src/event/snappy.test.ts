import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeSnappyBlock, decodeSnappyFrames } from './snappy.ts'

// Checksums are not compared.
const CRC = 'crc!'

test('reads back what literals and copies of every width say', () => {
  fc.assert(
    fc.property(fc.array(element(), { maxLength: 30 }), (elements) => {
      const { block, plain } = encode(elements)

      expect(decodeSnappyBlock(block, MAX_BYTES)).toEqual(plain)
    }),
  )
})

test('a copy that reaches into itself repeats what it wrote', () => {
  const block = Uint8Array.of(7, 0x04, 0x61, 0x62, 0x05, 0x02)

  expect(text(decodeSnappyBlock(block, MAX_BYTES))).toBe('abababa')
})

test('joins the chunks of a stream, stored and compressed, and skips padding', () => {
  const stream = frames([0x01, CRC + 'ab'], [0xfe, 'zzzz'], [0x00, CRC + '\x02\x04cd'])

  expect(text(decodeSnappyFrames(stream, MAX_BYTES))).toBe('abcd')
})

test('refuses a stream that holds more than the limit', () => {
  const stream = frames([0x01, `${CRC}abc`], [0x01, `${CRC}def`])

  expect(decodeSnappyFrames(stream, 5)).toBeUndefined()
  expect(decodeSnappyFrames(stream, 6)).toHaveLength(6)
})

test('refuses a block that holds more than the limit', () => {
  const block = Uint8Array.of(3, 0x08, 0x61, 0x62, 0x63)

  expect(decodeSnappyBlock(block, 2)).toBeUndefined()
  expect(text(decodeSnappyBlock(block, 3))).toBe('abc')
})

test('makes no room for a block that announces 4 GiB', () => {
  const block = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f)

  expect(decodeSnappyBlock(block, MAX_BYTES)).toBeUndefined()
})

test.each([
  ['a literal longer than the input', [3, 0x08, 0x61]],
  ['a literal longer than announced', [1, 0x04, 0x61, 0x62]],
  ['less than announced', [3, 0x04, 0x61, 0x62]],
  ['a copy from before the beginning', [5, 0x00, 0x61, 0x01, 0x02]],
  ['a copy from nowhere', [5, 0x00, 0x61, 0x01, 0x00]],
  ['a copy that is cut off', [5, 0x00, 0x61, 0x01]],
  ['a length without an end', [0x80, 0x80, 0x80, 0x80, 0x80, 0x01]],
  ['nothing', []],
])('refuses a block with %s', (_what, bytes) => {
  expect(decodeSnappyBlock(Uint8Array.from(bytes), MAX_BYTES)).toBeUndefined()
})

test.each([
  ['without the name of the format', latin1('\x01\x06\x00\x00' + CRC + 'ab')],
  ['with a chunk that is cut off', frames([0x01, `${CRC}ab`]).subarray(0, -1)],
  ['with a chunk of a type to come', frames([0x02, `${CRC}ab`])],
  ['with a chunk too short for its checksum', frames([0x01, 'ab'])],
])('refuses a stream %s', (_what, stream) => {
  expect(decodeSnappyFrames(stream, MAX_BYTES)).toBeUndefined()
})

test('gives bytes or nothing for any input, and never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      const stream = Buffer.concat([frames(), bytes])

      expect(decodeSnappyFrames(stream, MAX_BYTES)?.length ?? 0).toBeLessThanOrEqual(MAX_BYTES)
    }),
  )
})

const MAX_BYTES = 100_000

/** Bytes as they are, or a copy from `back` bytes before, in an encoding of `width` bytes. */
type Element =
  | { readonly literal: Uint8Array }
  | { readonly back: number; readonly length: number; readonly width: 1 | 2 | 4 }

function element(): fc.Arbitrary<Element> {
  return fc.oneof(
    fc.record({ literal: fc.uint8Array({ minLength: 1, maxLength: 300 }) }),
    fc.record({
      back: fc.integer({ min: 1, max: 2000 }),
      length: fc.integer({ min: 1, max: 64 }),
      width: fc.constantFrom(1, 2, 4),
    }),
  )
}

/** A snappy block of the elements, and what it stands for; a copy from too far back is a literal. */
function encode(elements: readonly Element[]): { block: Uint8Array; plain: Uint8Array } {
  const plain: number[] = []
  const body: number[] = []
  for (const each of elements) {
    if ('literal' in each || each.back > plain.length) {
      const bytes = 'literal' in each ? [...each.literal] : [0x2a]
      body.push(...literalTag(bytes.length), ...bytes)
      plain.push(...bytes)
      continue
    }
    const length = each.width === 1 ? 4 + (each.length % 8) : each.length
    body.push(...copyTag(each.back, length, each.width))
    for (let i = 0; i < length; i++) plain.push(plain[plain.length - each.back] ?? 0)
  }
  return {
    block: Uint8Array.from([...varint(plain.length), ...body]),
    plain: Uint8Array.from(plain),
  }
}

function literalTag(length: number): readonly number[] {
  if (length <= 60) return [(length - 1) << 2]
  return length <= 256 ? [60 << 2, length - 1] : [61 << 2, (length - 1) & 255, (length - 1) >> 8]
}

function copyTag(back: number, length: number, width: 1 | 2 | 4): readonly number[] {
  if (width === 1) return [1 | ((length - 4) << 2) | ((back >> 8) << 5), back & 255]
  const low = [back & 255, back >> 8]
  return width === 2 ? [2 | ((length - 1) << 2), ...low] : [3 | ((length - 1) << 2), ...low, 0, 0]
}

function varint(value: number): readonly number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)]
}

function frames(...chunks: readonly (readonly [type: number, body: string])[]): Uint8Array {
  const parts = chunks.map(([type, body]) =>
    Buffer.concat([Buffer.of(type, body.length, 0, 0), latin1(body)]),
  )
  return Buffer.concat([latin1('\xff\x06\x00\x00sNaPpY'), ...parts])
}

function latin1(value: string): Uint8Array {
  return Buffer.from(value, 'latin1')
}

function text(bytes: Uint8Array | undefined): string | undefined {
  return bytes && Buffer.from(bytes).toString('latin1')
}
