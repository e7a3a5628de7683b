/** 64 bits, in two halves, as 16 lower-case hex digits. */
export function hexOf(high: number, low: number): string {
  const a = (high >>> 24) * 2
  const b = ((high >>> 16) & 0xff) * 2
  const c = ((high >>> 8) & 0xff) * 2
  const d = (high & 0xff) * 2
  const e = (low >>> 24) * 2
  const f = ((low >>> 16) & 0xff) * 2
  const g = ((low >>> 8) & 0xff) * 2
  const h = (low & 0xff) * 2
  // One call that makes the text at once takes half of what it takes to join the digits of bytes.
  return String.fromCharCode(
    digit(a),
    digit(a + 1),
    digit(b),
    digit(b + 1),
    digit(c),
    digit(c + 1),
    digit(d),
    digit(d + 1),
    digit(e),
    digit(e + 1),
    digit(f),
    digit(f + 1),
    digit(g),
    digit(g + 1),
    digit(h),
    digit(h + 1),
  )
}

/** The two digits of every byte, as their character codes. */
const DIGITS = Uint8Array.from({ length: 512 }, (_, at) =>
  '0123456789abcdef'.charCodeAt(at % 2 === 0 ? at >> 5 : (at >> 1) & 0xf),
)

function digit(at: number): number {
  return DIGITS[at] ?? 0
}
