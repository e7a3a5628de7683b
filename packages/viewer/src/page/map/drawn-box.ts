import { pointBox } from '../../topology/box-field.ts'
import type { Place, TopologyLayout } from '../../topology/layout-topology.ts'
import type { Curve } from './map-geometry.ts'

/** A part of a drawing, in its own units. */
export interface ViewBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Room for the numbers of steps, which are beside the boxes. */
const MARGIN = 36
/** Of the legend and the buttons, which lie over the lower edge. */
const FOOT = 28
/** A single server does not fill the page. */
const LEAST = { width: 460, height: 320 }

/** Where a bent line is looked at. */
const PARTS = [0.2, 0.35, 0.5, 0.65, 0.8] as const

/** The part of the drawing that something is on: a narrow map is shown as large as the page has room. */
export function drawnBox(
  { clusters, servers, clients, streams }: TopologyLayout,
  lines: readonly Pick<Curve, 'pointAt'>[],
): ViewBox {
  const rounds = clusters.map(({ x, y, radius }) => ({
    x,
    y,
    width: 2 * radius,
    height: 2 * radius,
  }))
  const all: readonly Pick<Place, 'x' | 'y' | 'width' | 'height'>[] = [
    ...rounds,
    ...servers,
    ...clients,
    ...streams,
    ...lines.flatMap(({ pointAt }) => PARTS.map((part) => pointBox(pointAt(part)))),
  ]
  if (all.length === 0) return { x: 0, y: 0, ...LEAST }
  const left = Math.min(...all.map(({ x, width }) => x - width / 2)) - MARGIN
  const right = Math.max(...all.map(({ x, width }) => x + width / 2)) + MARGIN
  const top = Math.min(...all.map(({ y, height }) => y - height / 2)) - MARGIN
  const bottom = Math.max(...all.map(({ y, height }) => y + height / 2)) + MARGIN + FOOT
  const width = Math.max(LEAST.width, right - left)
  const height = Math.max(LEAST.height, bottom - top)
  return { x: (left + right - width) / 2, y: (top + bottom - height) / 2, width, height }
}
