import type { VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import type { MapLink, TopologyView } from '../../api/topology-view.ts'
import type { Place, TopologyLayout } from '../../topology/layout-topology.ts'
import { formatCount } from '../format/count.ts'
import { formatMs } from '../format/duration.ts'
import type { MapRoutes } from './map-routes.ts'
import { placeBadges } from './place-badges.ts'

/** How many messages went over each connection, and how long they took: half of them, and all but a twentieth. */
export function LinkTraffic(props: {
  readonly topology: TopologyView
  readonly layout: TopologyLayout
  readonly routes: MapRoutes
  readonly names: readonly Place[]
}): VNode {
  const { topology, layout, routes, names } = props
  const labels = useMemo(() => {
    const found = topology.links.flatMap((link) => {
      const curve = routes.ofLink(link)
      const texts = [trafficText(link), formatCount(link.messages)]
      return curve === undefined
        ? []
        : [{ curve, texts, height: HEIGHT, widths: texts.map((text) => widthOf(text)) }]
    })
    const places = placeBadges(layout, found, names)
    return places.map((place, index) => ({
      ...place,
      text: found[index]?.texts.find((text) => widthOf(text) === place.width) ?? '',
    }))
  }, [topology, layout, routes, names])
  return (
    <g class="map-traffic" aria-hidden="true">
      {labels.map(({ text, x, y, width }, index) => (
        <g key={index}>
          <rect x={x - width / 2} y={y - HEIGHT / 2} width={width} height={HEIGHT} rx={3} />
          <text x={x} y={y}>
            {text}
          </text>
        </g>
      ))}
    </g>
  )
}

const HEIGHT = 14

function widthOf(text: string): number {
  return 8 + text.length * 5.4
}

function trafficText({ messages, p50Ms, p95Ms }: MapLink): string {
  const times = [p50Ms, messages > 1 ? p95Ms : undefined].filter((ms) => ms !== undefined)
  return [formatCount(messages), times.map((ms) => formatMs(ms)).join(' / ')]
    .filter(Boolean)
    .join(' · ')
}
