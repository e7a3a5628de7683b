import type { TreeLine } from '../text/tree-line.ts'

/**
 * The lines, but for those that read the same and have nothing below them: of these the first
 * stands for all and says how many they are, as in `3 × client worker`.
 */
export function countAlike(lines: readonly TreeLine[]): readonly TreeLine[] {
  if (lines.length < 2) return lines
  const alike = Map.groupBy(lines, (line) => (line.children.length > 0 ? line : textOf(line)))
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined || others.length === 0) return first ?? []
    return [{ ...first, name: `${others.length + 1} × ${first.name}` }]
  })
}

function textOf({ name, detail, figures, note }: TreeLine): string {
  return JSON.stringify([name, detail, figures, note])
}
