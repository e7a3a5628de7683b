import type { ServiceEdge } from '../../api/service-view.ts'
import { compare, foldServices } from './fold-services.ts'
import { orderColumns } from './order-columns.ts'
import { layerServices } from './service-layers.ts'

/** A service and its place; pixels from the upper left. */
export interface PlacedService {
  readonly service: string
  readonly x: number
  readonly y: number
  readonly received: number
  readonly errors: number
}

/** An edge and the curve it is drawn by. */
export interface PlacedEdge {
  readonly edge: ServiceEdge
  readonly path: string
  /** A point of the curve for a label. */
  readonly x: number
  readonly y: number
}

export interface ServiceLayout {
  readonly services: readonly PlacedService[]
  readonly edges: readonly PlacedEdge[]
  readonly width: number
  readonly height: number
  /** Services that are drawn as one, since the picture would hold too many. */
  readonly foldedCount: number
}

export const NODE_WIDTH = 150
export const NODE_HEIGHT = 38
const COLUMN = NODE_WIDTH + 100
const ROW = NODE_HEIGHT + 20
/** What an edge that passes a column takes of it. */
const LANE = 26
const MARGIN = 20

/**
 * Places services in columns, each right of those that work for it, in an order with few crossings; edges over
 * several columns pass between services. The same edges have the same picture in whatever order they come.
 */
export function layoutServices(edges: readonly ServiceEdge[]): ServiceLayout {
  const { edges: folded, foldedCount } = foldServices(edges)
  const names = Array.from(new Set(folded.flatMap(({ from, to }) => [from, to]))).toSorted(compare)
  const { depth, forward } = layerServices(names, folded)
  const chains = folded.map((edge, index) =>
    forward.has(edge) ? chainOf(edge, index, depth) : [edge.from, edge.to],
  )
  const columns = orderColumns(fillColumns(names, depth, chains), chains)
  const places = placeAll(columns)
  const height = Math.max(ROW, ...columns.map(heightOf)) + MARGIN * 2

  return {
    services: names.map((service) => ({
      service,
      ...placeOf(places, service),
      ...totalsOf(service, folded),
    })),
    edges: folded.map((edge, index) =>
      forward.has(edge)
        ? placeForward(edge, chains[index] ?? [], places)
        : placeBack(edge, places, height - MARGIN + LANE / 2),
    ),
    width: MARGIN * 2 + Math.max(0, columns.length - 1) * COLUMN + NODE_WIDTH,
    height: forward.size < folded.length ? height + LANE : height,
    foldedCount,
  }
}

type Place = { readonly x: number; readonly y: number }
type Places = ReadonlyMap<string, Place>

/** What an edge passes: its two services and, in each column between, a lane of its own. */
function chainOf(
  { from, to }: ServiceEdge,
  index: number,
  depth: ReadonlyMap<string, number>,
): readonly string[] {
  const first = (depth.get(from) ?? 0) + 1
  const last = depth.get(to) ?? 0
  const lanes = Array.from(
    { length: Math.max(0, last - first) },
    (_, step) => `${LANE_MARK}${index} ${first + step}`,
  )

  return [from, ...lanes, to]
}

const LANE_MARK = '\u0000lane '

function isLane(item: string): boolean {
  return item.startsWith(LANE_MARK)
}

function fillColumns(
  names: readonly string[],
  depth: ReadonlyMap<string, number>,
  chains: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const columns: string[][] = []
  const put = (item: string, column: number): void => {
    columns[column] ??= []
    columns[column].push(item)
  }
  for (const name of names) put(name, depth.get(name) ?? 0)
  for (const lane of chains.flat().filter(isLane))
    put(lane, Number(lane.slice(lane.lastIndexOf(' ') + 1)))

  return Array.from(columns, (column) => column ?? [])
}

function placeAll(columns: readonly (readonly string[])[]): Places {
  const tallest = Math.max(ROW, ...columns.map(heightOf))
  const places = new Map<string, Place>()
  for (const [index, column] of columns.entries()) {
    let y = MARGIN + (tallest - heightOf(column)) / 2
    for (const item of column) {
      places.set(item, {
        x: MARGIN + index * COLUMN,
        y: isLane(item) ? y + LANE / 2 : y + (ROW - NODE_HEIGHT) / 2,
      })
      y += isLane(item) ? LANE : ROW
    }
  }

  return places
}

function heightOf(column: readonly string[]): number {
  return column.reduce((sum, item) => sum + (isLane(item) ? LANE : ROW), 0)
}

function placeOf(places: Places, item: string): Place {
  return places.get(item) ?? { x: MARGIN, y: MARGIN }
}

function placeForward(edge: ServiceEdge, chain: readonly string[], places: Places): PlacedEdge {
  const from = placeOf(places, edge.from)
  const parts: string[] = []
  let at = { x: from.x + NODE_WIDTH, y: from.y + NODE_HEIGHT / 2 }
  parts.push(`M${at.x} ${at.y}`)
  for (const item of chain.slice(1)) {
    const { x, y: top } = placeOf(places, item)
    const y = isLane(item) ? top : top + NODE_HEIGHT / 2
    const bend = (x - at.x) / 2
    parts.push(`C${at.x + bend} ${at.y} ${x - bend} ${y} ${x} ${y}`)
    at = { x, y }
    if (!isLane(item)) continue
    at = { x: x + NODE_WIDTH, y }
    parts.push(`H${at.x}`)
  }
  const first = placeOf(places, chain[1] ?? edge.to)
  const firstY = isLane(chain[1] ?? '') ? first.y : first.y + NODE_HEIGHT / 2

  return {
    edge,
    path: parts.join(''),
    x: (from.x + NODE_WIDTH + first.x) / 2,
    y: (from.y + NODE_HEIGHT / 2 + firstY) / 2,
  }
}

/** Back to an earlier column: beside the way there if that is the column before, else below everything. */
function placeBack(edge: ServiceEdge, places: Places, bottom: number): PlacedEdge {
  const from = placeOf(places, edge.from)
  const to = placeOf(places, edge.to)
  if (from.x - to.x === COLUMN) {
    const [x1, y1] = [from.x, from.y + NODE_HEIGHT * 0.75]
    const [x2, y2] = [to.x + NODE_WIDTH, to.y + NODE_HEIGHT * 0.75]
    const middle = (x1 + x2) / 2
    return {
      edge,
      path: `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`,
      x: middle,
      y: (y1 + y2) / 2 + 14,
    }
  }
  const x1 = from.x + NODE_WIDTH / 2
  const x2 = to.x + NODE_WIDTH / 2 - (from.x === to.x ? 30 : 0)
  const below = from.x === to.x ? Math.max(from.y, to.y) + NODE_HEIGHT + LANE : bottom

  return {
    edge,
    path: `M${x1} ${from.y + NODE_HEIGHT}C${x1} ${below} ${x1} ${below} ${(x1 + x2) / 2} ${below}S${x2} ${below} ${x2} ${to.y + NODE_HEIGHT}`,
    x: (x1 + x2) / 2,
    y: below - 2,
  }
}

function totalsOf(
  service: string,
  edges: readonly ServiceEdge[],
): { readonly received: number; readonly errors: number } {
  const to = edges.filter((edge) => edge.to === service)
  return {
    received: to.reduce((sum, { count }) => sum + count, 0),
    errors: to.reduce((sum, { errors }) => sum + errors, 0),
  }
}
