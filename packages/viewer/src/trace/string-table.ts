/** Texts, each once. */
export interface StringTable {
  /** By their index; the first is the empty text. */
  readonly values: readonly string[]
  /** The index of a text, which is added if it is new. */
  indexOf(text: string): number
}

/** A table with nothing but the empty text. */
export function stringTable(): StringTable {
  const indexes = new Map<string, number>([['', 0]])
  const values = ['']
  return {
    values,
    indexOf(text) {
      const known = indexes.get(text)
      if (known !== undefined) return known
      indexes.set(text, values.length)
      return values.push(text) - 1
    },
  }
}
