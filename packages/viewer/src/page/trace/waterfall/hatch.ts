const TILE = 6
const tiles = new Map<string, CanvasPattern | string>()
/** A theme has fewer colors than this. */
const MAX_TILES = 64

/** Slanted lines of a color: what tells the bars of servers from those of applications without a color. */
export function hatch(context: CanvasRenderingContext2D, color: string): CanvasPattern | string {
  const known = tiles.get(color)
  if (known !== undefined) return known
  if (tiles.size >= MAX_TILES) tiles.clear()
  const made = makeTile(context, color) ?? color
  tiles.set(color, made)
  return made
}

function makeTile(context: CanvasRenderingContext2D, color: string): CanvasPattern | null {
  const tile = document.createElement('canvas')
  tile.width = TILE
  tile.height = TILE
  const ink = tile.getContext('2d')
  if (ink === null) return null
  ink.strokeStyle = color
  ink.lineWidth = 1.5
  ink.beginPath()
  for (const shift of [-TILE, 0, TILE]) {
    ink.moveTo(shift, TILE)
    ink.lineTo(shift + TILE, 0)
  }
  ink.stroke()
  return context.createPattern(tile, 'repeat')
}
