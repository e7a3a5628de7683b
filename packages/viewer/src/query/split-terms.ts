/** A term as it was written. */
export interface WrittenTerm {
  readonly text: string
  readonly start: number
  readonly end: number
}

/**
 * The terms of a query: what blanks separate, but for blanks within double quotes.
 *
 * A quote that is not closed goes to the end of the text, so that a query can be read while it is typed.
 */
export function splitTerms(query: string): readonly WrittenTerm[] {
  return Array.from(query.matchAll(TERM), ({ 0: text, index: start }) => ({
    text,
    start,
    end: start + text.length,
  }))
}

const TERM = /(?:"(?:\\.|[^"\\])*(?:"|\\?$)|[^\s"])+/gsu

/** A value without its quotes; `\"` and `\\` in them stand for what follows the backslash. */
export function unquote(value: string): string {
  const [, quoted] = QUOTED.exec(value) ?? []
  return quoted === undefined ? value : quoted.replaceAll(/\\(["\\])/gu, '$1')
}

/** Whether something follows the quote that closes a value. */
export function hasTail(value: string): boolean {
  const [whole] = QUOTED.exec(value) ?? []
  return whole !== undefined && whole.length < value.length
}

// One that is not closed goes to the end, where a backslash waits for what it is to stand before.
const QUOTED = /^"((?:\\.|[^"\\])*)(?:"|\\?$)/su
