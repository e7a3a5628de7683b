import type { MapServer, TopologyView } from '../api/topology-view.ts'
import type { Place } from './topology-layout.ts'

/** A server with the services and streams that are to be beside it. */
export interface ServerGroup {
  readonly server: MapServer
  readonly box: Size
  /** Streams, then services, each by name. */
  readonly satellites: readonly Satellite[]
}

/** A service or stream that is to be beside its server. */
interface Satellite extends Size {
  readonly kind: 'client' | 'stream'
  readonly name: string
}

/** How large a box is. */
export type Size = Pick<Place, 'width' | 'height'>

/** Every server with what is beside it, by name. */
export function serverGroups({ servers, clients, streams }: TopologyView): readonly ServerGroup[] {
  const clientsAt = Map.groupBy(clients, ({ server }) => server)
  const streamsAt = Map.groupBy(streams, ({ server }) => server)
  return servers
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((server) => ({
      server,
      box: { width: boxWidth(server.name, 7.5, 64), height: SERVER_HEIGHT },
      satellites: [
        ...(streamsAt.get(server.name) ?? []).map(({ stream }) => satellite('stream', stream)),
        ...(clientsAt.get(server.name) ?? []).map(({ service }) => satellite('client', service)),
      ].toSorted(byKindAndName),
    }))
}

const SERVER_HEIGHT = 28
const SATELLITE_HEIGHT = 22

function satellite(kind: Satellite['kind'], name: string): Satellite {
  return { kind, name, width: boxWidth(name, 6.5, 56), height: SATELLITE_HEIGHT }
}

// By how wide text of that size is about; long names are cut by whoever draws them.
function boxWidth(name: string, characterWidth: number, least: number): number {
  return Math.round(Math.min(160, Math.max(least, name.length * characterWidth + 28)))
}

function byKindAndName(a: Satellite, b: Satellite): number {
  if (a.kind !== b.kind) return a.kind === 'stream' ? -1 : 1
  if (a.name === b.name) return 0
  return a.name < b.name ? -1 : 1
}
