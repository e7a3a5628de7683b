import type { ComponentChildren, VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import type { TopologyView } from '../../api/topology-view.ts'
import { layoutTopology, type Place, type TopologyLayout } from '../../topology/layout-topology.ts'
import { drawnBox } from './drawn-box.ts'
import { LinkTraffic } from './link-traffic.tsx'
import { MapLinks } from './map-links.tsx'
import { MapLegend } from './map-legend.tsx'
import { MapNodes } from './map-nodes.tsx'
import { mapRoutes, type MapRoutes } from './map-routes.ts'
import type { MapTarget } from './map-target.ts'
import { placeClusterNames } from './place-cluster-names.ts'
import { usePanZoom } from './use-pan-zoom.ts'

/** Servers by cluster, their connections, and the services and streams beside them. */
export function TopologyMap(props: {
  readonly topology: TopologyView
  /** Counts and durations are written on the connections. */
  readonly showsTraffic: boolean
  /** Connections and servers that are not on the way are faint. */
  readonly isFaint: boolean
  readonly label: string
  readonly onOpen?: (target: MapTarget) => void
  /** Drawn below the boxes, such as the way of a message. */
  readonly under?: (layout: TopologyLayout, routes: MapRoutes) => ComponentChildren
  /** Drawn over them, beside the names of clusters. */
  readonly over?: (
    layout: TopologyLayout,
    routes: MapRoutes,
    names: readonly Place[],
  ) => ComponentChildren
}): VNode {
  const { topology, showsTraffic, isFaint, label, onOpen, under, over } = props
  const layout = useMemo(() => layoutTopology(topology, SIZE), [topology])
  const routes = useMemo(() => mapRoutes(topology, layout), [topology, layout])
  const names = useMemo(() => placeClusterNames(layout, routes), [layout, routes])
  const whole = useMemo(() => drawnBox(layout, routes.lines), [layout, routes])
  const { box, isWhole, zoomBy, reset, handlers } = usePanZoom(whole)
  return (
    <div class="map">
      <svg
        class={isFaint ? 'map-svg is-faint' : 'map-svg'}
        viewBox={`${box.x} ${box.y} ${box.width} ${box.height}`}
        preserveAspectRatio="xMidYMid meet"
        role="group"
        aria-label={`${label}. Arrow keys move it, plus and minus zoom, 0 shows all.`}
        tabindex={0}
        {...handlers}
      >
        <g class="map-cluster">
          {layout.clusters.map(({ name, x, y, radius }) => (
            <circle key={name} cx={x} cy={y} r={radius} />
          ))}
        </g>
        <MapLinks topology={topology} layout={layout} routes={routes} onOpen={onOpen} />
        {under?.(layout, routes)}
        <g class="map-cluster">
          {names.map(({ name, x, y }) => (
            <text key={name} x={x} y={y}>
              {name}
            </text>
          ))}
        </g>
        <MapNodes topology={topology} layout={layout} onOpen={onOpen} />
        {showsTraffic && (
          <LinkTraffic topology={topology} layout={layout} routes={routes} names={names} />
        )}
        {over?.(layout, routes, names)}
      </svg>
      <div class="map-zoom">
        <button type="button" class="wf-button" aria-label="zoom in" onClick={() => zoomBy(0.75)}>
          +
        </button>
        <button type="button" class="wf-button" aria-label="zoom out" onClick={() => zoomBy(1.33)}>
          −
        </button>
        <button type="button" class="wf-button" disabled={isWhole} onClick={reset}>
          All
        </button>
      </div>
      <MapLegend topology={topology} showsTraffic={showsTraffic} />
    </div>
  )
}

/** In which the layout fits what it can; what is drawn on is then as large as the page has room. */
const SIZE = { width: 1000, height: 640 }
