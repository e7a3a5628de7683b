/**
 * An id of so many lower-case hex digits, from hex of either case or from the base64 that Protocol
 * Buffers have in JSON; `undefined` when it is none, or all zeros, which is no id.
 */
export function parseId(text: string, digits: number): string | undefined {
  const id = text.length === digits ? text.toLowerCase() : hexOfBase64(text, digits)
  return id.length === digits && HEX.test(id) && NOT_ZERO.test(id) ? id : undefined
}

const HEX = /^[0-9a-f]+$/
const NOT_ZERO = /[^0]/
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/

// The lengths of the two never meet, as base64 of 8 bytes has 12 characters and of 16 bytes 24.
function hexOfBase64(text: string, digits: number): string {
  const isBase64 = text.length === Math.ceil(digits / 6) * 4 && BASE64.test(text)
  return isBase64 ? Buffer.from(text, 'base64').toString('hex') : ''
}
