import type { Block } from './block.ts'
import { maxOf } from './max-of.ts'

/** A block with the center of its region. */
export interface PlacedBlock {
  readonly block: Block
  readonly x: number
  readonly y: number
}

/**
 * Places blocks beside each other, in their order: a few in rows of two, so that no connection goes
 * through another block, some more on a circle, many on a grid.
 */
export function arrangeBlocks(blocks: readonly Block[], isWide: boolean): readonly PlacedBlock[] {
  const count = blocks.length
  if (count === 2) return inRows(blocks, isWide ? 2 : 1)
  if (count <= 4) return inRows(blocks, Math.min(count, 2))
  if (count <= 8) return onCircle(blocks)
  return inRows(blocks, Math.ceil(Math.sqrt(count * (isWide ? 1.5 : 1))))
}

const GAP = 40

// Each row is centered: three blocks make a triangle.
function inRows(blocks: readonly Block[], columns: number): readonly PlacedBlock[] {
  const placed: PlacedBlock[] = []
  let top = 0
  for (let first = 0; first < blocks.length; first += columns) {
    const row = blocks.slice(first, first + columns)
    const above = maxOf(row, ({ bounds }) => -bounds.top)
    const below = maxOf(row, ({ bounds }) => bounds.bottom)
    const width = row.reduce((sum, { bounds }) => sum + bounds.right - bounds.left + GAP, -GAP)
    let left = -width / 2
    for (const block of row) {
      placed.push({ block, x: left - block.bounds.left, y: top + above })
      left += block.bounds.right - block.bounds.left + GAP
    }
    top += above + below + GAP
  }
  return placed
}

// The smallest circle on which they are apart.
function onCircle(blocks: readonly Block[]): readonly PlacedBlock[] {
  for (let radius = STEP; ; radius += STEP) {
    const placed = blocks.map((block, index) => {
      const angle = (2 * Math.PI * index) / blocks.length - Math.PI / 2
      return { block, x: Math.cos(angle) * radius, y: Math.sin(angle) * radius }
    })
    if (placed.every((a, index) => placed.slice(index + 1).every((b) => isApart(a, b)))) {
      return placed
    }
  }
}

const STEP = 20

function isApart(a: PlacedBlock, b: PlacedBlock): boolean {
  const [first, second] = [a.block.bounds, b.block.bounds]
  return (
    a.x + first.left >= b.x + second.right + GAP ||
    b.x + second.left >= a.x + first.right + GAP ||
    a.y + first.top >= b.y + second.bottom + GAP ||
    b.y + second.top >= a.y + first.bottom + GAP
  )
}
