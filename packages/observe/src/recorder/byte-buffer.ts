import { varintBytes } from '../otlp/protobuf-writer.ts'

/** Bytes that are written one after the other, in a buffer that grows. */
export interface ByteBuffer {
  bytes: Uint8Array<ArrayBuffer>
  view: DataView
  /** How many bytes are written. */
  at: number
}

/** An empty buffer with room for `size` bytes. */
export function newBuffer(size: number): ByteBuffer {
  const bytes = new Uint8Array(size)
  return { bytes, view: new DataView(bytes.buffer), at: 0 }
}

/** Makes room for `count` more bytes. */
export function reserve(buffer: ByteBuffer, count: number): void {
  const needed = buffer.at + count
  if (needed > buffer.bytes.length) grow(buffer, needed)
}

/** Writes bytes as they are. */
export function append(buffer: ByteBuffer, bytes: Uint8Array): void {
  reserve(buffer, bytes.length)
  buffer.bytes.set(bytes, buffer.at)
  buffer.at += bytes.length
}

/** Writes a field that is encoded already, with its tag of one byte and its length. */
export function appendField(buffer: ByteBuffer, tag: number, bytes: Uint8Array): void {
  reserve(buffer, 6)
  buffer.bytes[buffer.at++] = tag
  writeVarint(buffer, bytes.length)
  append(buffer, bytes)
}

/**
 * Begins a field that has a length; the result is for {@link closeField}.
 *
 * @param lengthBytes how many bytes its length is to take: another number is right, and slower
 */
export function openField(buffer: ByteBuffer, tag: number, lengthBytes = 1): number {
  reserve(buffer, 1 + lengthBytes)
  buffer.bytes[buffer.at] = tag
  buffer.at += 1 + lengthBytes
  return buffer.at
}

/** Ends the field that was opened last, with the `lengthBytes` with which it was. */
export function closeField(buffer: ByteBuffer, start: number, lengthBytes = 1): void {
  const length = buffer.at - start
  const moved = varintBytes(length) - lengthBytes
  if (moved > 0) reserve(buffer, moved)
  if (moved !== 0) buffer.bytes.copyWithin(start + moved, start, buffer.at)
  buffer.at = start - lengthBytes
  writeVarint(buffer, length)
  buffer.at += length
}

/** Writes a whole number from 0 to 2^32 - 1 in as many bytes as it takes; there must be room for 5. */
export function writeVarint(buffer: ByteBuffer, value: number): void {
  const { bytes } = buffer
  let { at } = buffer
  let rest = value
  while (rest > 0x7f) {
    bytes[at++] = (rest & 0x7f) | 0x80
    rest >>>= 7
  }
  bytes[at++] = rest
  buffer.at = at
}

function grow(buffer: ByteBuffer, needed: number): void {
  const bytes = new Uint8Array(needed * 2)
  bytes.set(buffer.bytes.subarray(0, buffer.at))
  buffer.bytes = bytes
  buffer.view = new DataView(bytes.buffer)
}
