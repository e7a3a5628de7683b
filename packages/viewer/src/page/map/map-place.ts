import type { MapStep } from '../../api/topology-view.ts'
import type { Place, TopologyLayout } from '../../topology/layout-topology.ts'

/** Where a step of a message begins and ends on the drawing; absent where the drawing does not have one of them. */
export interface StepLine {
  readonly from: Place
  readonly to: Place
}

/** Finds both ends of a step: services and streams may be at several servers, so the other end decides which. */
export function stepLine(layout: TopologyLayout, step: MapStep): StepLine | undefined {
  const { from, to } = step
  if (from === undefined) return undefined
  const ends = ENDS[step.type].map(([fromKind, toKind]) => {
    const target = findPlace(layout, toKind, to, from)
    const source = findPlace(layout, fromKind, from, to)
    return source === undefined || target === undefined ? undefined : { from: source, to: target }
  })
  return ends.find((line) => line !== undefined)
}

type PlaceKind = 'server' | 'client' | 'stream'

const ENDS: Readonly<
  Record<MapStep['type'], readonly (readonly [from: PlaceKind, to: PlaceKind])[]>
> = {
  publish: [['client', 'server']],
  hop: [
    ['server', 'server'],
    ['stream', 'server'],
    ['client', 'server'],
  ],
  store: [['server', 'stream']],
  deliver: [
    ['stream', 'client'],
    ['server', 'client'],
  ],
}

function findPlace(
  layout: TopologyLayout,
  kind: PlaceKind,
  name: string,
  near: string,
): Place | undefined {
  if (kind === 'server') return layout.servers.find((place) => place.name === name)
  if (kind === 'stream') {
    const places = layout.streams.filter((place) => place.stream === name)
    return places.find(({ server }) => server === near) ?? places[0]
  }
  const places = layout.clients.filter((place) => place.service === name)
  return places.find(({ server }) => server === near) ?? places[0]
}
