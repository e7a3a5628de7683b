/** The two lower-case hex digits of each byte; a look-up takes a fraction of what `toString(16)` does. */
export const BYTE_TO_HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).padStart(2, '0'),
)
