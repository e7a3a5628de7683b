import type { TreeLine } from './tree-line.ts'

/** A line of a tree with the branches that lead to it. */
export interface TreeRow {
  readonly branch: string
  /** The name of the line, after its arrow if it has one. */
  readonly name: string
  readonly line: TreeLine
}

/**
 * The lines of a tree from top to bottom, each with its branch.
 *
 * A branch wider than `maxBranch` columns is cut off at its left, so that the deepest of lines
 * still has room for its name. An arrow follows the fork of a branch without a space, and what is
 * below the line begins under the arrow's head.
 */
export function treeRows(lines: readonly TreeLine[], maxBranch: number): readonly TreeRow[] {
  const rows: TreeRow[] = []
  // A stack rather than recursion: spans may be nested deeper than calls may.
  const stack: Pending[] = lines.toReversed().map((line) => ({ line, branch: '', below: '' }))
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { line, branch, below } = next
    rows.push({ branch, name: nameOf(line), line })
    for (let index = line.children.length - 1; index >= 0; index--) {
      const child = line.children[index]
      if (child === undefined) continue
      const last = index === line.children.length - 1
      stack.push({
        line: child,
        branch: `${below}${last ? '└' : '├'}${child.arrow === undefined ? '─ ' : ''}`,
        below: cutLeft(`${below}${last ? ' ' : '│'}  `, maxBranch),
      })
    }
  }
  return rows
}

interface Pending {
  readonly line: TreeLine
  readonly branch: string
  /** What the branches of the lines below begin with. */
  readonly below: string
}

function nameOf({ arrow, name }: TreeLine): string {
  return arrow === undefined ? name : `${arrow} ${name}`
}

const CELL = 3

// One cell is left for the fork.
function cutLeft(below: string, maxBranch: number): string {
  const cells = Math.max(2, Math.floor(maxBranch / CELL)) - 1
  if (below.length <= cells * CELL) return below
  return `…  ${below.slice(below.length - (cells - 1) * CELL)}`
}
