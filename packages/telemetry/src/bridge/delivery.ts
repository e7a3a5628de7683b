/** What the server says of a message with its delivery. */
export interface Delivery {
  /** The message's sequence in the stream. */
  readonly sequence: number
  /** How often it was delivered, this time included. */
  readonly deliveries: number
  /** When the stream stored it, in milliseconds since 1970. */
  readonly storedAtMs: number
}

/**
 * Reads the subject on which a delivery is to be acknowledged; `undefined` if it is no such subject.
 *
 * It is `$JS.ACK.<stream>.<consumer>.<delivered>.<stream seq>.<consumer seq>.<time>.<pending>`, and
 * with domains it has the domain and the account's hash before the stream (ADR 15 of NATS). nats.js
 * has the same in `JsMsg`, whose objects cost more than the bridge's whole work for a record.
 */
export function parseDelivery(ackSubject: string): Delivery | undefined {
  if (!ackSubject.startsWith('$JS.ACK.')) return undefined
  const tokens = splitTokens(ackSubject)
  const at = tokens === 9 ? 4 : 6
  if (at + 3 >= tokens) return undefined
  const deliveries = parseCount(ackSubject, at)
  const sequence = parseCount(ackSubject, at + 1)
  if (!(deliveries > 0) || !(sequence > 0)) return undefined
  // Nanoseconds since 1970 are too many for a number.
  return { sequence, deliveries, storedAtMs: parseCount(ackSubject, at + 3, 6) }
}

// To split the text, and to make numbers of its parts, takes several times as long.
const ends = new Uint32Array(16)

/** Finds where the tokens of a subject end; it gives how many they are, of which no more than 16 are looked at. */
function splitTokens(subject: string): number {
  let tokens = 0
  for (let at = 0; at < subject.length && tokens < ends.length - 1; at++) {
    if (subject.charCodeAt(at) === DOT) ends[tokens++] = at
  }
  ends[tokens] = subject.length
  return tokens + 1
}

/** The number that a token is, less its last digits; NaN if it is none. */
function parseCount(subject: string, token: number, without = 0): number {
  const from = (ends[token - 1] ?? 0) + 1
  const to = (ends[token] ?? 0) - without
  let count = from < to ? 0 : Number.NaN
  for (let at = from; at < to; at++) {
    const digit = subject.charCodeAt(at) - ZERO
    count = digit >= 0 && digit <= 9 ? count * 10 + digit : Number.NaN
  }
  return count
}

const DOT = 0x2e
const ZERO = 0x30
