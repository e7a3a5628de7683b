/** Those whose title has the letters of the text in their order, the best first: whole words before scattered letters. */
export function rankCommands<T extends { readonly title: string }>(
  commands: readonly T[],
  text: string,
): readonly T[] {
  const wanted = text.trim().toLowerCase()
  if (wanted === '') return commands

  return commands
    .map((command) => ({ command, rank: rankOf(command.title.toLowerCase(), wanted) }))
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ command }) => command)
}

function rankOf(title: string, wanted: string): number {
  if (title.startsWith(wanted)) return 0
  if (title.includes(` ${wanted}`)) return 1
  if (title.includes(wanted)) return 2

  let from = 0
  for (const letter of wanted) {
    const at = title.indexOf(letter, from)
    if (at === -1) return Number.POSITIVE_INFINITY
    from = at + 1
  }
  return 3 + from
}
