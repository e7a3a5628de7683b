import { requestFields } from './request-fields.ts'

/**
 * Divides bodies so that none of the requests made by joining them is larger than `maxBytes`.
 *
 * A body that is too large itself is divided between its resources. What cannot be divided any
 * further is a part of its own, and still too large. Empty bodies are left out.
 */
export function splitRequest(
  bodies: readonly Uint8Array[],
  maxBytes: number,
): readonly (readonly Uint8Array[])[] {
  const pieces = bodies.flatMap((body) =>
    body.length <= maxBytes ? body : (requestFields(body) ?? body),
  )
  return fill(pieces, maxBytes, ({ length }) => length)
}

/** The same for bodies that are compressed by gzip, which are not divided themselves. */
export function splitGzipped(
  bodies: readonly Uint8Array[],
  maxBytes: number,
): readonly (readonly Uint8Array[])[] {
  return fill(bodies, maxBytes, unpackedBytes)
}

/** How many bytes a gzip member says it holds, modulo 2^32 (RFC 1952, ISIZE). */
export function unpackedBytes(member: Uint8Array): number {
  if (member.length < GZIP_BYTES) return 0
  return new DataView(member.buffer, member.byteOffset).getUint32(member.length - 4, true)
}

// The head and the end of a member that holds nothing.
const GZIP_BYTES = 18

function fill(
  bodies: readonly Uint8Array[],
  maxBytes: number,
  bytesOf: (body: Uint8Array) => number,
): readonly (readonly Uint8Array[])[] {
  const parts: Uint8Array[][] = []
  let room = 0
  for (const body of bodies) {
    if (body.length === 0) continue
    const bytes = bytesOf(body)
    const last = parts.at(-1)
    if (last && bytes <= room) last.push(body)
    else parts.push([body])
    room = last && bytes <= room ? room - bytes : maxBytes - bytes
  }
  return parts
}
