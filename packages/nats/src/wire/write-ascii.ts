/** Writes a text of ASCII; gives where it ends, or -1 if there is another character in it. There must be room for it. */
export function writeAscii(bytes: Uint8Array, start: number, text: string): number {
  const { length } = text
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code > 0x7f) return -1
    bytes[start + at] = code
  }
  return start + length
}

/** How many digits a whole number has. */
export function digitsOf(value: number): number {
  let digits = 1
  for (let power = 10; value >= power; power *= 10) digits++
  return digits
}

/** Writes a whole number; gives where it ends. There must be room for it. */
export function writeNumber(bytes: Uint8Array, start: number, value: number): number {
  const end = start + digitsOf(value)
  let rest = value
  for (let at = end - 1; at >= start; at--) {
    const tens = Math.floor(rest / 10)
    bytes[at] = 0x30 + rest - tens * 10
    rest = tens
  }
  return end
}
