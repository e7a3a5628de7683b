import { compare } from './fold-services.ts'

/** Moves each item to the middle of its neighbours in the column beside it, twice there and back. */
export function orderColumns(
  columns: readonly (readonly string[])[],
  chains: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const neighbours = new Map<string, string[]>()
  const join = (a: string, b: string): void => {
    const known = neighbours.get(a)
    if (known === undefined) neighbours.set(a, [b])
    else known.push(b)
  }
  for (const chain of chains) {
    for (let at = 1; at < chain.length; at++) {
      join(chain[at - 1] ?? '', chain[at] ?? '')
      join(chain[at] ?? '', chain[at - 1] ?? '')
    }
  }
  const ordered = columns.map((column) => column.slice())
  for (let round = 0; round < 4; round++) {
    const isBack = round % 2 === 1
    for (let step = 1; step < ordered.length; step++) {
      const at = isBack ? ordered.length - 1 - step : step
      sortByNeighbours(ordered[at] ?? [], ordered[isBack ? at + 1 : at - 1] ?? [], neighbours)
    }
  }

  return ordered
}

function sortByNeighbours(
  column: string[],
  fixed: readonly string[],
  neighbours: ReadonlyMap<string, readonly string[]>,
): void {
  const rows = new Map(fixed.map((item, row) => [item, row]))
  const middles = new Map(
    column.map((item, own) => {
      const near = (neighbours.get(item) ?? []).flatMap((other) => rows.get(other) ?? [])
      return [item, near.length === 0 ? own : near.reduce((sum, row) => sum + row, 0) / near.length]
    }),
  )
  column.sort((a, b) => (middles.get(a) ?? 0) - (middles.get(b) ?? 0) || compare(a, b))
}
