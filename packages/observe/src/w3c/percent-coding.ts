/**
 * Percent-encodes the UTF-8 of a text, all but the unreserved characters of RFC 3986 and `/`.
 *
 * A surrogate without its pair, which UTF-8 cannot say, becomes U+FFFD.
 */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(LEFT_BY_URI, encodeOctet)
}

/**
 * Decodes what is percent-encoded in a text. Octets that are not UTF-8 become U+FFFD, and a percent
 * sign without its two digits stays as it is.
 */
export function percentDecode(text: string): string {
  if (!text.includes('%')) return text
  return text.replace(ENCODED_OCTETS, (octets) => decoder.decode(toBytes(octets)))
}

// What `encodeURIComponent` leaves and RFC 3986 does not (2.3), and what it need not encode.
const LEFT_BY_URI = /[!'()*]|%2F/g
const ENCODED_OCTETS = /(?:%[0-9A-Fa-f]{2})+/g

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

function encodeOctet(found: string): string {
  return found === '%2F' ? '/' : `%${found.charCodeAt(0).toString(16).toUpperCase()}`
}

function toBytes(octets: string): Uint8Array {
  const hex = octets.split('%').slice(1)
  return Uint8Array.from(hex, (digits) => Number.parseInt(digits, 16))
}
