/** What a text is compared with, four bytes at a time; the last four may be a part of those before. */
export interface Literal {
  readonly words: Int32Array
  readonly last: number
  readonly length: number
}

/** A text in ASCII, of four characters at least, to compare with. */
export function literalOf(text: string): Literal {
  const bytes = new DataView(Uint8Array.from(text, (character) => character.charCodeAt(0)).buffer)
  const words = Int32Array.from({ length: text.length >> 2 }, (_, at) =>
    bytes.getInt32(at * 4, true),
  )
  return { words, last: bytes.getInt32(text.length - 4, true), length: text.length }
}
