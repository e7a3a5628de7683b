/** A text for whatever JavaScript was handed in place of one; `Object.create(null)`, which has none, is named by its type. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  try {
    return String(value)
  } catch {
    return typeof value
  }
}
