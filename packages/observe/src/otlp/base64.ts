/** Bytes as base64, with padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** The bytes of base64, of either alphabet and with or without padding; `undefined` when it is none. */
export function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!BASE64.test(text)) return undefined
  if (text.endsWith('=') && text.length % 4 !== 0) return undefined
  const standard = text.replaceAll('-', '+').replaceAll('_', '/').replace(PADDING, '')
  // One character alone holds no byte, and `atob` throws at it.
  if (standard.length % 4 === 1) return undefined
  return Uint8Array.from(atob(standard), (character) => character.charCodeAt(0))
}

const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/
const PADDING = /=+$/
