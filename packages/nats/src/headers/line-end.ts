/** Where the line break after `from` is; `end` when there is none. A lone CR or LF is none. */
export function lineEnd(bytes: Uint8Array, from: number, end: number): number {
  // Of the two bytes of a line break, every other byte that is looked at is one.
  for (let at = from + 1; at < end; at += 2) {
    const byte = bytes[at] ?? 0
    if (byte > CR) continue
    if (byte === LF && bytes[at - 1] === CR) return at - 1
    if (byte === CR && at + 1 < end && bytes[at + 1] === LF) return at
  }
  return end
}

const LF = 0x0a
const CR = 0x0d
