/** The text of some bytes in UTF-8; that of ASCII in a fraction of the time of a `TextDecoder`. */
export function readText(bytes: Uint8Array, start: number, end: number): string {
  return nativeSlice !== undefined && isAscii(bytes, start, end)
    ? nativeSlice.call(bytes, start, end)
    : decoder.decode(bytes.subarray(start, end))
}

type NativeSlice = (this: Uint8Array, start: number, end: number) => string

interface LikeNode {
  readonly Buffer?: { readonly prototype: { readonly latin1Slice?: NativeSlice } }
}

const decoder = new TextDecoder()
const { latin1Slice } = (globalThis as LikeNode).Buffer?.prototype ?? {}

// Other runtimes have none, or keep it to their own kind of buffer.
const nativeSlice = latin1Slice !== undefined && doesSlice(latin1Slice) ? latin1Slice : undefined

function doesSlice(slice: NativeSlice): boolean {
  try {
    return slice.call(new Uint8Array([0x61, 0x62]), 1, 2) === 'b'
  } catch {
    return false
  }
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  let seen = 0
  for (let at = start; at < end; at++) seen |= bytes[at] ?? 0
  return seen < 0x80
}
