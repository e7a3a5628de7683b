import { type MapServer, type TopologyView } from '../api/topology-view.ts'
import {
  type ClientPlace,
  type Place,
  type ServerPlace,
  type StreamPlace,
} from './topology-layout.ts'

/** A server with the services and streams beside it: what is placed as one. */
export interface ServerGroup {
  readonly server: MapServer
  readonly box: Size
  readonly satelliteBox: Size
  readonly clients: readonly string[]
  readonly streams: readonly string[]
  readonly columns: number
  /** What all of it takes. */
  readonly width: number
  readonly height: number
}

interface Size {
  readonly width: number
  readonly height: number
}

/** The boxes of a group. */
export interface GroupPlaces {
  readonly server: ServerPlace
  readonly clients: readonly ClientPlace[]
  readonly streams: readonly StreamPlace[]
}

/** Every server with what is beside it, by name. */
export function serverGroups({ servers, clients, streams }: TopologyView): readonly ServerGroup[] {
  const clientsAt = Map.groupBy(clients, ({ server }) => server)
  const streamsAt = Map.groupBy(streams, ({ server }) => server)
  return servers
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((server) =>
      toGroup(
        server,
        (clientsAt.get(server.name) ?? []).map(({ service }) => service),
        (streamsAt.get(server.name) ?? []).map(({ stream }) => stream),
      ),
    )
}

/** The boxes of a group around a center; what is beside the server is above or below it. */
export function placeGroup(
  group: ServerGroup,
  center: { readonly x: number; readonly y: number },
  isAbove: boolean,
): GroupPlaces {
  const { server, box, satelliteBox, clients, streams, columns, height } = group
  const sign = isAbove ? -1 : 1
  const top = center.y - (sign * height) / 2
  const serverY = top + (sign * box.height) / 2
  const places = [...streams, ...clients].map((_name, index): Place => {
    const row = Math.floor(index / columns)
    const inRow = Math.min(columns, clients.length + streams.length - row * columns)
    const column = (index % columns) - (inRow - 1) / 2
    return {
      ...satelliteBox,
      x: center.x + column * (satelliteBox.width + GAP),
      y: top + sign * (box.height + (row + 0.5) * satelliteBox.height + (row + 1) * GAP),
    }
  })
  return {
    server: { name: server.name, ...box, x: center.x, y: serverY },
    streams: streams.flatMap((stream, index) =>
      withPlace({ stream, server: server.name }, places[index]),
    ),
    clients: clients.flatMap((service, index) =>
      withPlace({ service, server: server.name }, places[streams.length + index]),
    ),
  }
}

const GAP = 6
const SERVER_HEIGHT = 28
const SATELLITE_HEIGHT = 22
// Up to these the satellites of a server are one below the other.
const ROWS = 4

function toGroup(
  server: MapServer,
  clients: readonly string[],
  streams: readonly string[],
): ServerGroup {
  const names = [...clients, ...streams]
  const box = { width: boxWidth([server.name], 7.5, 64), height: SERVER_HEIGHT }
  const satelliteBox = { width: boxWidth(names, 6.5, 56), height: SATELLITE_HEIGHT }
  const columns = Math.max(
    1,
    Math.ceil(names.length / ROWS),
    Math.floor(Math.sqrt(names.length / 4)),
  )
  const rows = Math.ceil(names.length / columns)
  const inner = Math.min(columns, names.length)
  return {
    server,
    box,
    satelliteBox,
    clients,
    streams,
    columns,
    width: Math.max(box.width, inner * satelliteBox.width + Math.max(0, inner - 1) * GAP),
    height: box.height + rows * (satelliteBox.height + GAP),
  }
}

// By how wide text of that size is about; long names are cut by whoever draws them.
function boxWidth(names: readonly string[], characterWidth: number, least: number): number {
  const longest = names.reduce((length, name) => Math.max(length, name.length), 0)
  return Math.round(Math.min(160, Math.max(least, longest * characterWidth + 24)))
}

function withPlace<T>(named: T, place: Place | undefined): readonly (T & Place)[] {
  return place === undefined ? [] : [{ ...named, ...place }]
}
