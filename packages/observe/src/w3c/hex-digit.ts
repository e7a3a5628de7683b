/** More than any digit, and more than any byte. */
export const NO_DIGIT = 0x100

/** The value of a hexadecimal digit in lower case by its character code; {@link NO_DIGIT} for any other. */
export function hexDigit(code: number): number {
  return DIGITS[code] ?? NO_DIGIT
}

// A look-up: every message has 52 digits to check on its way in.
const DIGITS = new Uint16Array(256).fill(NO_DIGIT)
for (const [value, digit] of Array.from('0123456789abcdef').entries()) {
  DIGITS[digit.charCodeAt(0)] = value
}
