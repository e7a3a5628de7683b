/**
 * Some bytes of a larger buffer, none of which is given out twice: they may be kept.
 *
 * A buffer of its own takes several times as long to make.
 * One that is larger than that gets its own.
 */
export function slabBytes(length: number): Uint8Array {
  if (length > SLAB_BYTES) return new Uint8Array(length)
  if (used + length > SLAB_BYTES) {
    slab = new Uint8Array(SLAB_BYTES)
    used = 0
  }
  const start = used
  used += length
  return new Uint8Array(slab.buffer, start, length)
}

const SLAB_BYTES = 64 * 1024
let slab = new Uint8Array(SLAB_BYTES)
let used = 0
