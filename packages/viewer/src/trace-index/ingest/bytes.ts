/** The bytes of an id in hex. */
export function bytesOf(hex: string): Uint8Array {
  return Buffer.from(hex, 'hex')
}

/** Bytes as hex. */
function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')
}
