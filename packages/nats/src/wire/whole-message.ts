/** A message that a chunk of bytes has all of, as nats.js's parser tells of it. */
interface WholeMessage {
  readonly msg: MessageArgs
  /** Its headers and its data: a part of the chunk. */
  readonly data: Uint8Array
  /** Where the next command begins. */
  readonly end: number
}

/** What the line of a message says. */
export interface MessageArgs {
  readonly sid: number
  /** Length of the header block; -1 for a message without. */
  readonly hdr: number
  /** Length of headers and data together. */
  readonly size: number
  readonly subject: Uint8Array
  readonly reply: Uint8Array | undefined
}

/** Reads the message whose line begins at `start`; nothing for whatever is not plain and whole. */
export type ReadWholeMessage = (bytes: Uint8Array, start: number) => WholeMessage | undefined

/**
 * A function that reads messages that came one after the other: `MSG subject sid [reply] size`, or
 * `HMSG` with the length of the headers before the size, and one space between (NATS client protocol).
 *
 * Where a subject is that of the last message, its bytes are the same array.
 */
export function wholeMessages(): ReadWholeMessage {
  const ends = [0, 0, 0, 0, 0]
  let last = new Uint8Array()

  return (bytes, start) => {
    const hasHeaders = bytes[start] === H
    const first = hasHeaders ? start + 1 : start
    if (!isCommand(bytes, first)) return undefined

    const begin = first + 'MSG '.length
    const count = readTokens(bytes, begin, ends)
    const numbers = hasHeaders ? 2 : 1
    // Subject and subscription come first, and between them and the numbers there may be a reply.
    if (count < 2 + numbers || count > 3 + numbers) return undefined

    const [subjectEnd = 0, sidEnd = 0] = ends
    const sid = readNumber(bytes, subjectEnd + 1, sidEnd)
    const size = readNumber(bytes, (ends[count - 2] ?? 0) + 1, ends[count - 1] ?? 0)
    const hdr = hasHeaders
      ? readNumber(bytes, (ends[count - 3] ?? 0) + 1, ends[count - 2] ?? 0)
      : -1
    const dataStart = (ends[count - 1] ?? 0) + 2
    const dataEnd = dataStart + size
    if (sid < 0 || size < 0 || size > MAX_BYTES || hdr > size || (hasHeaders && hdr < 0)) {
      return undefined
    }
    if (bytes[dataEnd] !== CR || bytes[dataEnd + 1] !== LF) return undefined

    if (!isEqual(bytes, begin, subjectEnd, last)) last = copyOf(bytes, begin, subjectEnd)
    const reply = count > 2 + numbers ? bytes.subarray(sidEnd + 1, ends[2]) : undefined
    const msg: MessageArgs = { sid, hdr, size, subject: last, reply }
    return { msg, data: bytes.subarray(dataStart, dataEnd), end: dataEnd + 2 }
  }
}

const H = 0x48
const M = 0x4d
const S = 0x53
const G = 0x47
const SPACE = 0x20
const CR = 0x0d
const LF = 0x0a
const ZERO = 0x30
/** What nats.js takes at the most. */
const MAX_BYTES = 64 * 1024 * 1024

function isCommand(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === M && bytes[at + 1] === S && bytes[at + 2] === G && bytes[at + 3] === SPACE
}

// Where each token of a line ends, and how many there are; none of a line that is written otherwise.
function readTokens(bytes: Uint8Array, start: number, ends: number[]): number {
  let count = 0
  let token = start
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte > SPACE) continue
    if (at === token || count === ends.length) return 0
    ends[count++] = at
    if (byte !== SPACE) return byte === CR && bytes[at + 1] === LF ? count : 0
    token = at + 1
  }
  return 0
}

// -1 for what is no number, or a longer one than is ever sent.
function readNumber(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 9) return -1
  let number = 0
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] ?? 0) - ZERO
    if (digit < 0 || digit > 9) return -1
    number = number * 10 + digit
  }
  return number
}

function isEqual(bytes: Uint8Array, start: number, end: number, other: Uint8Array): boolean {
  if (end - start !== other.length) return false
  let different = 0
  for (let at = 0; at < other.length; at++) different |= (bytes[start + at] ?? 0) ^ (other[at] ?? 0)
  return different === 0
}

// One that is kept must not keep all that the socket brought.
function copyOf(bytes: Uint8Array, start: number, end: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(end - start)
  for (let at = 0; at < copy.length; at++) copy[at] = bytes[start + at] ?? 0
  return copy
}
