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
  const tokens = ackSubject.split('.')
  const at = tokens.length === 9 ? 4 : 6
  const deliveries = Number(tokens[at])
  const sequence = Number(tokens[at + 1])
  const nanos = tokens[at + 3]
  if (nanos === undefined || !(deliveries > 0) || !(sequence > 0)) return undefined
  // Nanoseconds since 1970 are too many for a number.
  return { sequence, deliveries, storedAtMs: Number(nanos.slice(0, -6)) }
}
