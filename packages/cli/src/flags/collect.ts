/** Gathers the values of an option that can be repeated. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value]
}

/** Gathers the values of an option that can be repeated, or given with commas between them. */
export function collectList(value: string, earlier: readonly string[] = []): readonly string[] {
  return [
    ...earlier,
    ...value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ]
}
