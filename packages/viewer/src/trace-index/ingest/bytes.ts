/** The bytes of an id in hex. */
export function bytesOf(hex: string): Uint8Array {
  return Buffer.from(hex, 'hex')
}
