import { type BlockBox, distancesOf, outwardOf } from './block.ts'
import { placeAround, type Surroundings } from './place-around.ts'
import type { ServerGroup } from './server-group.ts'
import type { Place } from './topology-layout.ts'

/** What services and streams of a server are to keep off. */
export interface SatelliteRoom {
  /** The radius around the servers of the cluster. */
  readonly region: number
  /** Directions that are left to lines of the server that lead elsewhere. */
  readonly avoided: readonly number[]
  readonly around: Surroundings
}

/** Places services and streams beside their server, away from the center of the block, not on the edge of its region. */
export function placeSatellites(
  { satellites }: ServerGroup,
  parent: BlockBox | undefined,
  { region, avoided, around }: SatelliteRoom,
): readonly BlockBox[] {
  if (parent === undefined) return []
  const outward = outwardOf(parent)
  let ring = 0
  return satellites.map(({ kind, name, width, height }): BlockBox => {
    const found = placeAround(
      { width, height },
      {
        parent,
        outward,
        avoided,
        standOff: STAND_OFF,
        isAllowed: (place) => !isOnEdge(place, region),
        ring,
      },
      around,
    )
    ring = found.ring
    return { kind, name, server: parent.name, ...found.place }
  })
}

/** From a server to what is connected to it: an arrow with a number on it. */
const STAND_OFF = 46
const EDGE_GAP = 6

function isOnEdge(place: Place, radius: number): boolean {
  if (radius === 0) return false
  const [nearest, furthest] = distancesOf(place)
  return nearest < radius + EDGE_GAP && furthest > radius - EDGE_GAP
}
