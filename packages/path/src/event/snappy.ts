/**
 * Decodes snappy's framing format (framing_format.txt, the one that Go's `snappy.Writer` writes);
 * `undefined` when it is malformed or holds more than `maxBytes`.
 *
 * The checksums of the chunks are not compared: NATS brought the bytes over TCP.
 */
export function decodeSnappyFrames(bytes: Uint8Array, maxBytes: number): Uint8Array | undefined {
  const chunks: Uint8Array[] = []
  let total = 0
  let at = 0
  while (at < bytes.length) {
    const type = byteAt(bytes, at)
    const length = uint24(bytes, at + 1)
    const body = bytes.subarray(at + HEADER_BYTES, at + HEADER_BYTES + length)
    if (at === 0 && type !== STREAM_IDENTIFIER) return undefined
    if (at + HEADER_BYTES > bytes.length || body.length < length) return undefined
    at += HEADER_BYTES + length

    if (type >= FIRST_SKIPPABLE) continue
    const chunk = decodeChunk(type, body, maxBytes - total)
    if (chunk === undefined) return undefined
    total += chunk.length
    if (total > maxBytes) return undefined
    chunks.push(chunk)
  }
  return join(chunks, total)
}

// A chunk: a byte of type, three of length, then the body, which begins with a checksum of four.
const HEADER_BYTES = 4
const CHECKSUM_BYTES = 4
const COMPRESSED = 0x00
const UNCOMPRESSED = 0x01
// 0x80 to 0xfd may be skipped, 0xfe is padding, 0xff names the format.
const FIRST_SKIPPABLE = 0x80
const STREAM_IDENTIFIER = 0xff

function decodeChunk(type: number, body: Uint8Array, maxBytes: number): Uint8Array | undefined {
  if (body.length < CHECKSUM_BYTES) return undefined
  const data = body.subarray(CHECKSUM_BYTES)
  if (type === UNCOMPRESSED) return data
  return type === COMPRESSED ? decodeSnappyBlock(data, maxBytes) : undefined
}

/**
 * Decodes one raw snappy block (format_description.txt); `undefined` when it is malformed or
 * announces more than `maxBytes`.
 */
export function decodeSnappyBlock(bytes: Uint8Array, maxBytes: number): Uint8Array | undefined {
  const size = readVarint(bytes)
  if (size === undefined || size.value > maxBytes) return undefined
  const out = new Uint8Array(size.value)
  let at = size.next
  let end = 0
  while (at < bytes.length) {
    const tag = byteAt(bytes, at)
    const element = (tag & 3) === 0 ? readLiteral(bytes, at, tag) : readCopy(bytes, at, tag)
    const { from, length, next } = element
    if (next > bytes.length || end + length > out.length) return undefined
    if ((tag & 3) === 0) {
      out.set(bytes.subarray(from, next), end)
    } else {
      if (from === 0 || from > end) return undefined
      repeat(out, end, from, length)
    }
    end += length
    at = next
  }
  return end === out.length ? out : undefined
}

/** `from` is where a literal begins, or how far back a copy begins. */
interface Element {
  readonly from: number
  readonly length: number
  readonly next: number
}

// Lengths to 60 are in the tag; 60 to 63 in there say that one to four bytes hold it.
function readLiteral(bytes: Uint8Array, at: number, tag: number): Element {
  const short = tag >> 2
  const extra = short < 60 ? 0 : short - 59
  const length = (extra === 0 ? short : uintLe(bytes, at + 1, extra)) + 1
  const from = at + 1 + extra
  return { from, length, next: from + length }
}

function readCopy(bytes: Uint8Array, at: number, tag: number): Element {
  if ((tag & 3) === 1) {
    const from = ((tag >> 5) << 8) | byteAt(bytes, at + 1)
    return { from, length: ((tag >> 2) & 7) + 4, next: at + 2 }
  }
  const width = (tag & 3) === 2 ? 2 : 4
  return { from: uintLe(bytes, at + 1, width), length: (tag >> 2) + 1, next: at + 1 + width }
}

// A copy may reach into what it writes itself: that is how runs are written.
function repeat(out: Uint8Array, end: number, back: number, length: number): void {
  if (back >= length) {
    out.copyWithin(end, end - back, end - back + length)
    return
  }
  for (let i = 0; i < length; i++) out[end + i] = byteAt(out, end - back + i)
}

function readVarint(
  bytes: Uint8Array,
): { readonly value: number; readonly next: number } | undefined {
  let value = 0
  for (let i = 0; i < 5 && i < bytes.length; i++) {
    const byte = byteAt(bytes, i)
    value += (byte & 0x7f) * 2 ** (7 * i)
    if (byte < 0x80) return { value, next: i + 1 }
  }
  return undefined
}

function uintLe(bytes: Uint8Array, at: number, width: number): number {
  let value = 0
  for (let i = width - 1; i >= 0; i--) value = value * 256 + byteAt(bytes, at + i)
  return value
}

function uint24(bytes: Uint8Array, at: number): number {
  return uintLe(bytes, at, 3)
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0
}

function join(chunks: readonly Uint8Array[], total: number): Uint8Array {
  const [first] = chunks
  if (chunks.length === 1 && first !== undefined) return first
  const joined = new Uint8Array(total)
  let at = 0
  for (const chunk of chunks) {
    joined.set(chunk, at)
    at += chunk.length
  }
  return joined
}
