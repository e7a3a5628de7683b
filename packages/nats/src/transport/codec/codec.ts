/**
 * Turns what the application sends into a payload, and back. `undefined` is an empty payload, in both
 * directions. What either throws is told as PAYLOAD_INVALID.
 */
export interface Codec {
  encode(value: unknown): Uint8Array
  decode(bytes: Uint8Array): unknown
}
