import { BYTE_TO_HEX } from '../byte-to-hex.ts'
import { EMPTY_HASH, fnv1a64, type Hash64 } from './fnv1a64.ts'

/** What tells one server hop of one message from every other. */
export interface HopKey {
  /** 32 hex digits of the message's `traceparent`. */
  readonly traceId: string
  /** 16 hex digits of the message's `traceparent`: the span that published it. */
  readonly producerSpanId: string
  /** The server's `server_name`. */
  readonly server: string
  /** The number the servers gave the hop, such as `1.2.1`; empty on the server the client published to. */
  readonly hop: string
  /** The subject with which the message entered the server. */
  readonly subject: string
  /** The message's `Nats-Msg-Id`, when it has one. */
  readonly messageId?: string | undefined
  /** What of the hop a span inside it stands for, such as `store ORDERS`; absent for the hop itself. */
  readonly part?: string | undefined
}

/**
 * The id of the span that stands for a server hop: 16 hex digits.
 *
 * It depends on nothing but the message and the server, so everyone who sees one of the two sides
 * of a hop names it alike without asking anyone: who converts the server's trace event, and who
 * received the message from that server. It is FNV-1a of 64 bits over the UTF-8 of the fields, in
 * the order of {@link HopKey}, joined by line feeds; an absent message id is an empty field and an
 * absent part is left off.
 *
 * Gateways wrap the subject of a reply on its way, which a client never sees: the hash takes the
 * subject without that wrapping.
 */
export function hopSpanId(key: HopKey): string {
  const subject = unwrapReplySubject(key.subject)
  const text = `${key.traceId}\n${key.producerSpanId}\n${key.server}\n${key.hop}\n${subject}\n${key.messageId ?? ''}`
  const { high, low } = toSpanIdBits(hashOf(key.part === undefined ? text : `${text}\n${key.part}`))
  return toHex(high) + toHex(low)
}

/** The bits of the span id that a hash of a {@link HopKey} makes: the hash, unless that is 0. */
export function toSpanIdBits(hash: Hash64): Hash64 {
  // A span id of zeros is no span id (W3C trace context, 3.2.2.4).
  return hash.high === 0 && hash.low === 0 ? { high: 0, low: 1 } : hash
}

/** The hop that handed this one the message: `1.2` for `1.2.1`, empty for `1`, none for the first. */
export function parentHop(hop: string): string | undefined {
  if (hop === '') return undefined
  const dot = hop.lastIndexOf('.')
  return dot < 0 ? '' : hop.slice(0, dot)
}

/** A subject as clients see it: without what gateways wrap that of a reply in. */
export function unwrapReplySubject(subject: string): string {
  return isWrappedReplySubject(subject) ? subject.replace(GATEWAY_REPLY, '') : subject
}

/** Whether a subject is that of a reply on its way through gateways. */
export function isWrappedReplySubject(subject: string): boolean {
  return subject.startsWith('_GR_.') && GATEWAY_REPLY.test(subject)
}

// `_GR_.<cluster>.<server>.<reply>`, with hashes of 6 characters each (server/gateway.go, gwReplyPrefix).
const GATEWAY_REPLY = /^_GR_\.[^.]{6}\.[^.]{6}\./

function hashOf(text: string): Hash64 {
  const bytes = roomFor(text)
  const { written } = encoder.encodeInto(text, bytes)
  return fnv1a64(EMPTY_HASH, bytes, 0, written)
}

const encoder = new TextEncoder()

// New memory for each text would take nearly as long as the hash of it.
const buffer = new Uint8Array(4096)

function roomFor(text: string): Uint8Array<ArrayBuffer> {
  // UTF-8 takes 3 bytes at the most for a unit of UTF-16.
  const maxBytes = text.length * 3
  return maxBytes <= buffer.length ? buffer : new Uint8Array(maxBytes)
}

// A table, because toString(16) and padStart take longer than the hash itself.
function toHex(half: number): string {
  return hexOf(half >>> 24) + hexOf(half >>> 16) + hexOf(half >>> 8) + hexOf(half)
}

function hexOf(byte: number): string {
  return BYTE_TO_HEX[byte & 0xff] ?? ''
}
