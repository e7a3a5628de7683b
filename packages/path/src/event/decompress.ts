import { gunzipSync } from 'node:zlib'
import { decodeSnappyFrames } from './snappy.ts'

/**
 * Undoes a `Content-Encoding` of the server; `undefined` when it is an unknown one, when the
 * bytes are not of it, or when they would become more than `maxBytes`.
 */
export function decompress(
  bytes: Uint8Array,
  contentEncoding: string | undefined,
  maxBytes: number,
): Uint8Array | undefined {
  switch (contentEncoding?.trim().toLowerCase()) {
    case undefined:
    case '':
    case 'identity':
      return bytes.length <= maxBytes ? bytes : undefined
    case 'gzip':
      return gunzip(bytes, maxBytes)
    case 'snappy':
      return decodeSnappyFrames(bytes, maxBytes)
    default:
      return undefined
  }
}

function gunzip(bytes: Uint8Array, maxBytes: number): Uint8Array | undefined {
  try {
    return gunzipSync(bytes, { maxOutputLength: maxBytes })
  } catch {
    return undefined
  }
}
