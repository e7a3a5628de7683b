import type { Place, TopologyLayout } from '../../topology/layout-topology.ts'
import { visibleText } from '../format/visible-text.ts'
import type { Point } from './map-geometry.ts'
import type { MapRoutes } from './map-routes.ts'
import { isOver } from './place-badges.ts'
import { textWidth } from './text-width.ts'

/** Where the name of a cluster is to be. */
export interface ClusterName extends Place {
  readonly name: string
}

/** Places that are tried, in degrees from the top of the region. */
const ANGLES = [0, -35, 35, -60, 60, 180, 145, -145, -90, 90] as const
const HEIGHT = 18
/** From the edge of the region to the middle of the name. */
const INSET = 15
/** Places on a line that a name must not cover. */
const POINTS = 40

/** Puts the name of each cluster inside the edge of its region: at its top, or where no line and no box is. */
export function placeClusterNames(
  layout: TopologyLayout,
  routes: Pick<MapRoutes, 'lines'>,
): readonly ClusterName[] {
  const boxes = [...layout.servers, ...layout.clients, ...layout.streams]
  const lines = routes.lines.flatMap(({ pointAt }) =>
    Array.from({ length: POINTS }, (_, index) => pointAt(index / (POINTS - 1))),
  )
  return layout.clusters.map(({ name, x, y, radius }) => {
    const text = visibleText(name)
    const size = { width: textWidth(text) + 8, height: HEIGHT }
    const places = ANGLES.map((degrees): ClusterName => {
      const angle = (degrees * Math.PI) / 180
      const out = radius - INSET
      return { name: text, x: x + Math.sin(angle) * out, y: y - Math.cos(angle) * out, ...size }
    })
    const isFree = (place: Place): boolean =>
      !boxes.some((box) => isOver(box, place)) && !lines.some((point) => isOver(at(point), place))
    return places.find(isFree) ?? { name: text, x, y: y - radius + INSET, ...size }
  })
}

function at({ x, y }: Point): Place {
  return { x, y, width: 0, height: 0 }
}
