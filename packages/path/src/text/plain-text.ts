/**
 * Text of somebody else, made safe for a terminal: one line, without control characters, escape
 * sequences, marks that change the direction of writing, or halves of characters.
 */
export function plainText(text: string): string {
  return text.toWellFormed().replace(UNSAFE, ' ').trim()
}

// Cc holds escape and line feed, Cf the direction marks, Zl and Zp Unicode's own line breaks.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu
