/** A stretch of a text; `isMark` where it stands for characters that would not be seen. */
export interface TextPart {
  readonly text: string
  readonly isMark: boolean
}

/**
 * A text with everything in it that cannot be seen, or that makes other text look different, written out:
 * control characters as `␊`, direction marks and characters without width as `⟨U+202E⟩`. What a stranger's
 * telemetry says can then not be taken for something else.
 */
export function visibleText(text: string): string {
  return HIDDEN.test(text) ? text.replace(ALL_HIDDEN, markOf) : text
}

/** The same in parts, so that a mark can be told from text that looks like one. */
export function visibleParts(text: string): readonly TextPart[] {
  if (!HIDDEN.test(text)) return [{ text, isMark: false }]

  const parts: TextPart[] = []
  let end = 0
  for (const { 0: hidden, index } of text.matchAll(ALL_HIDDEN)) {
    if (index > end) parts.push({ text: text.slice(end, index), isMark: false })
    parts.push({ text: markOf(hidden), isMark: true })
    end = index + hidden.length
  }
  if (end < text.length) parts.push({ text: text.slice(end), isMark: false })

  return parts
}

/** The same for a text of several lines, such as a stack: line ends and tabs stay what they are. */
export function visibleBlock(text: string): string {
  return HIDDEN.test(text)
    ? text
        .replaceAll('\r\n', '\n')
        .replace(ALL_HIDDEN, (hidden) =>
          hidden === '\n' || hidden === '\t' ? hidden : markOf(hidden),
        )
    : text
}

/** A value as a link: only a whole http or https address without credentials in it is one. */
export function webLink(value: string): string | undefined {
  if (!/^https?:\/\/[^\s]+$/i.test(value) || HIDDEN.test(value)) return undefined
  if (!URL.canParse(value)) return undefined
  const { username, password, href } = new URL(value)

  return username === '' && password === '' ? href : undefined
}

// Cc, Cf (direction marks, joiners, soft hyphen, tags), lone surrogates, line and paragraph separators, fillers.
const PATTERN = String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]`
const HIDDEN = new RegExp(PATTERN, 'u')
const ALL_HIDDEN = new RegExp(PATTERN, 'gu')

function markOf(character: string): string {
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return String.fromCodePoint(0x2400 + code)
  if (code === 0x7f) return '␡'

  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}
