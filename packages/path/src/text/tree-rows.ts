import { type TreeLine } from './tree-line.ts'

/** A line of a tree with the branches that lead to it. */
export interface TreeRow {
  readonly branch: string
  readonly line: TreeLine
}

/**
 * The lines of a tree from top to bottom, each with its branch.
 *
 * A branch wider than `maxBranch` columns is cut off at its left, so that the deepest of lines
 * still has room for its name.
 */
export function treeRows(lines: readonly TreeLine[], maxBranch: number): readonly TreeRow[] {
  const rows: TreeRow[] = []
  // A stack rather than recursion: spans may be nested deeper than calls may.
  const stack: Pending[] = lines.toReversed().map((line) => ({ line, branch: '', below: '' }))
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    rows.push({ line: next.line, branch: next.branch })
    const { children } = next.line
    for (let index = children.length - 1; index >= 0; index--) {
      const line = children[index]
      if (line === undefined) continue
      const last = index === children.length - 1
      stack.push({
        line,
        branch: cutLeft(`${next.below}${last ? '└─ ' : '├─ '}`, maxBranch),
        below: cutLeft(`${next.below}${last ? '   ' : '│  '}`, maxBranch),
      })
    }
  }
  return rows
}

interface Pending extends TreeRow {
  /** What the branches of the lines below begin with. */
  readonly below: string
}

function cutLeft(branch: string, maxBranch: number): string {
  const cells = Math.max(2, Math.floor(maxBranch / 3))
  return branch.length <= cells * 3 ? branch : `…  ${branch.slice(-(cells - 1) * 3)}`
}
