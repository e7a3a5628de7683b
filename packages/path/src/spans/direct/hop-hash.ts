import { EMPTY_HASH, fnv1a64, type Hash64 } from '@hopscope/observe/hop'
import { lengthOf, startOf, type TextRange } from './text-range.ts'
import type { Traceparent } from './traceparent-at.ts'

/** The texts, in the bytes of an event, that tell a message from others on the same way. */
export interface HopTexts {
  readonly payload: Uint8Array
  readonly subject: TextRange
  readonly messageId: TextRange
}

/** What the hashes of all hops of a message begin with. */
export function messageHash(payload: Uint8Array, { at }: Traceparent): Hash64 {
  // 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
  const traceId = fnv1a64(EMPTY_HASH, payload, at + 3, at + 35)
  return addLineFeed(fnv1a64(addLineFeed(traceId), payload, at + 36, at + 52))
}

/** The hash of a hop of the message: `server` is the message's with the server's name behind. */
export function hopHash(server: Hash64, number: TextRange, texts: HopTexts): Hash64 {
  const hop = addText(addLineFeed(server), texts.payload, number)
  const subject = addText(addLineFeed(hop), texts.payload, texts.subject)
  return addText(addLineFeed(subject), texts.payload, texts.messageId)
}

/** The hash with a text of an event behind. */
export function addText(hash: Hash64, payload: Uint8Array, text: TextRange): Hash64 {
  const start = startOf(text)
  return fnv1a64(hash, payload, start, start + lengthOf(text))
}

/** The hash with bytes behind. */
export function addBytes(hash: Hash64, bytes: Uint8Array): Hash64 {
  return fnv1a64(hash, bytes, 0, bytes.length)
}

function addLineFeed(hash: Hash64): Hash64 {
  return addBytes(hash, LINE_FEED)
}

const LINE_FEED = Uint8Array.of(0x0a)
