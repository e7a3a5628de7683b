import { boundsOf, type Block, type BlockBox, type Bounds } from './block.ts'
import { boxField } from './box-field.ts'
import { maxOf } from './max-of.ts'
import { placeSatellites } from './place-satellites.ts'
import type { ServerGroup } from './server-group.ts'

/** Places very many servers in rows, since a ring of them would be mostly empty; their leaf nodes are below. */
export function gridBlock(
  cluster: string,
  groups: readonly ServerGroup[],
  leafs: ReadonlyMap<string, readonly ServerGroup[]>,
): Block {
  const columns = Math.ceil(Math.sqrt(groups.length))
  const inside = gridOf(groups, columns)
  const { left, right, top, bottom } = boundsOf(inside, 0)
  const radius = Math.hypot(right - left, bottom - top) / 2 + MARGIN
  const outside = gridOf(
    groups.flatMap(({ server }) => leafs.get(server.name) ?? []),
    columns,
  )
  const shift = radius + MARGIN - boundsOf(outside, 0).top
  const boxes = [...inside, ...outside.map((box) => ({ ...box, y: box.y + shift }))]
  const region = cluster === '' ? 0 : radius
  return { cluster, radius: region, boxes, bounds: boundsOf(boxes, region) }
}

const MARGIN = 18
/** Between servers: lines have room. */
const GAP = 44

function gridOf(groups: readonly ServerGroup[], columns: number): readonly BlockBox[] {
  const cells = groups.map((group) => toCell(group))
  const width = maxOf(cells, ({ bounds }) => bounds.right - bounds.left) + GAP
  const height = maxOf(cells, ({ bounds }) => bounds.bottom - bounds.top) + GAP
  const rows = Math.ceil(cells.length / columns)
  return cells.flatMap(({ boxes, bounds }, index) => {
    const x = ((index % columns) - (columns - 1) / 2) * width - (bounds.left + bounds.right) / 2
    const y =
      (Math.floor(index / columns) - (rows - 1) / 2) * height - (bounds.top + bounds.bottom) / 2
    return boxes.map((box) => ({ ...box, x: box.x + x, y: box.y + y }))
  })
}

interface Cell {
  readonly boxes: readonly BlockBox[]
  readonly bounds: Bounds
}

// Each server with what is beside it, as if there were no others.
function toCell(group: ServerGroup): Cell {
  const around = { boxes: boxField(), lines: boxField() }
  const server: BlockBox = { kind: 'server', name: group.server.name, x: 0, y: 0, ...group.box }
  around.boxes.add(server)
  const boxes = [server, ...placeSatellites(group, server, { region: 0, avoided: [], around })]
  return { boxes, bounds: boundsOf(boxes, 0) }
}
