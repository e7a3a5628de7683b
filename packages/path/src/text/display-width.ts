/** How many columns of a terminal a text takes. */
export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}

/** The text, or as much of it as fits into `width` columns with `…` in place of the rest. */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  if (width < 1) return ''
  let kept = ''
  let used = 1
  for (const character of text) {
    used += characterWidth(character)
    if (used > width) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}

/** The text with as many spaces after it as make it `width` columns wide. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)))
}

/** The text with as many spaces before it as make it `width` columns wide. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - displayWidth(text))) + text
}

const ASCII = /^[ -~]*$/
// Marks stand on the letter before; so do the vowels and finals of Hangul that is not composed.
const COMBINING = /^[\p{Mark}\u1160-\u11ff]$/u
// East Asian scripts and emoji take two columns, but for forms that are made to take one.
const WIDE =
  /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Yi}\p{Emoji_Presentation}\u3000-\u33ff\uff01-\uff60\uffe0-\uffe6]$/u
const HALFWIDTH = /^[\uff61-\uffdc]$/

function characterWidth(character: string): number {
  if (COMBINING.test(character)) return 0
  return WIDE.test(character) && !HALFWIDTH.test(character) ? 2 : 1
}
