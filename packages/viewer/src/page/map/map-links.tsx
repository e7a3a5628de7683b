import type { VNode } from 'preact'
import type { MapLink, TopologyView } from '../../api/topology-view.ts'
import type { TopologyLayout } from '../../topology/layout-topology.ts'
import { formatMs } from '../format/duration.ts'
import { visibleText } from '../format/visible-text.ts'
import { openable } from './map-open.ts'
import type { MapRoutes } from './map-routes.ts'
import type { MapTarget } from './map-target.ts'

/** Connections between servers, each way a line of its kind; services and streams are tied to their server. */
export function MapLinks(props: {
  readonly topology: TopologyView
  readonly layout: TopologyLayout
  readonly routes: MapRoutes
  readonly onOpen: ((target: MapTarget) => void) | undefined
}): VNode {
  const { topology, layout, routes, onOpen } = props
  const places = new Map(layout.servers.map((place) => [place.name, place]))
  return (
    <g>
      {[...layout.clients, ...layout.streams].map((place, index) => {
        const server = places.get(place.server)
        return server === undefined || routes.hasStep(place, server) ? null : (
          <path key={index} class="map-tie" d={routes.between(place, server).path} />
        )
      })}
      {topology.links.map((link) => {
        const curve = routes.ofLink(link)
        if (curve === undefined) return null
        return (
          <g
            key={`${link.from} ${link.to} ${link.kind}`}
            class={`map-link map-${link.kind}`}
            {...openable(
              linkLabel(link),
              onOpen && (() => onOpen({ type: 'link', from: link.from, to: link.to })),
            )}
          >
            <path class="map-hit" d={curve.path} />
            <path class="map-line" d={curve.path} />
            <title>{linkLabel(link)}</title>
          </g>
        )
      })}
    </g>
  )
}

function linkLabel({ from, to, kind, messages, p50Ms, p95Ms }: MapLink): string {
  const times = [
    p50Ms === undefined ? '' : `p50 ${formatMs(p50Ms)}`,
    p95Ms === undefined ? '' : `p95 ${formatMs(p95Ms)}`,
  ].filter(Boolean)
  const words = [
    `${KINDS[kind]} from ${from} to ${to}`,
    `${messages} ${messages === 1 ? 'message' : 'messages'}`,
  ]
  return visibleText([...words, ...times].join(', '))
}

const KINDS: Readonly<Record<MapLink['kind'], string>> = {
  route: 'route',
  gateway: 'gateway',
  leafnode: 'leaf node connection',
  account: 'account boundary',
  other: 'connection',
}
