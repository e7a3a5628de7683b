import type { SpanContext } from '@opentelemetry/api'
import { CONTEXT_BYTES, slabBytes, writeContext } from '../headers/index.ts'
import { digitsOf, writeAscii, writeNumber } from './write-ascii.ts'

/** A message as it goes to the server. */
export interface WireMessage {
  readonly subject: string
  /** Empty or absent for none. */
  readonly reply: string | undefined
  /** A header block, or the span whose `traceparent` is all there is in it; absent for none. */
  readonly headers: Uint8Array | SpanContext | undefined
  readonly data: Uint8Array
}

/** How long the headers and the data are together, in bytes: that is what `max_payload` limits. */
export function messageLength({ headers, data }: WireMessage): number {
  return headerLength(headers) + data.length
}

/**
 * The command that sends a message to the server, whole; or without the data and the line break that
 * follows it, if there is more of it than {@link MAX_COPIED_BYTES}.
 *
 * `undefined` for a subject that has other characters than those of ASCII.
 */
export function encodePublish(message: WireMessage): Uint8Array | undefined {
  const { subject, reply, headers, data } = message
  const isCopied = data.length <= MAX_COPIED_BYTES
  const headerBytes = headerLength(headers)
  const lineBytes = lineLength(message)
  const bytes = slabBytes(lineBytes + headerBytes + (isCopied ? data.length + 2 : 0))

  let at = writeAscii(bytes, 0, headers ? 'HPUB ' : 'PUB ')
  at = writeToken(bytes, at, subject)
  if (reply && at > 0) at = writeToken(bytes, at, reply)
  if (at < 0) return undefined
  if (headers) at = writeSpace(bytes, writeNumber(bytes, at, headerBytes))
  at = writeLineEnd(bytes, writeNumber(bytes, at, headerBytes + data.length))

  if (headers instanceof Uint8Array) bytes.set(headers, at)
  else if (headers) writeContext(bytes, at, headers)
  if (isCopied) {
    bytes.set(data, at + headerBytes)
    writeLineEnd(bytes, at + headerBytes + data.length)
  }
  return bytes
}

/** So much data costs less to copy than to send as a piece of its own. */
export const MAX_COPIED_BYTES = 1024

const SPACE = 0x20

function headerLength(headers: WireMessage['headers']): number {
  if (headers instanceof Uint8Array) return headers.length
  return headers ? CONTEXT_BYTES : 0
}

// `PUB subject [reply] bytes`, `HPUB subject [reply] header-bytes bytes` (NATS client protocol).
function lineLength({ subject, reply, headers, data }: WireMessage): number {
  const headerBytes = headerLength(headers)
  const total = digitsOf(headerBytes + data.length) + '\r\n'.length
  const subjects = subject.length + 1 + (reply ? reply.length + 1 : 0)
  return headers
    ? 'HPUB '.length + subjects + digitsOf(headerBytes) + 1 + total
    : 'PUB '.length + subjects + total
}

// A text and a space behind it; -1 if the text is not ASCII.
function writeToken(bytes: Uint8Array, start: number, text: string): number {
  const end = writeAscii(bytes, start, text)
  return end < 0 ? end : writeSpace(bytes, end)
}

function writeSpace(bytes: Uint8Array, at: number): number {
  bytes[at] = SPACE
  return at + 1
}

function writeLineEnd(bytes: Uint8Array, at: number): number {
  bytes[at] = 0x0d
  bytes[at + 1] = 0x0a
  return at + 2
}
