import type { VNode } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import type { ServiceEdge } from '../../api/service-view.ts'
import { useServiceColor } from '../element/service-hues.ts'
import { formatCount, formatCounted } from '../format/count.ts'
import { formatMs } from '../format/duration.ts'
import { visibleText } from '../format/visible-text.ts'
import { fieldTerm, tracesHref } from '../query-box/edit-query.ts'
import {
  layoutServices,
  NODE_HEIGHT,
  NODE_WIDTH,
  type PlacedEdge,
  type PlacedService,
} from './layout-services.ts'

/** Services and who works for whom, from left to right. The table below it says the same in words. */
export function ServiceGraphView({ edges }: { readonly edges: readonly ServiceEdge[] }): VNode {
  const layout = useMemo(() => layoutServices(edges), [edges])
  const [focused, setFocused] = useState<string | undefined>()
  const most = layout.edges.reduce((max, { edge }) => Math.max(max, edge.count), 1)

  return (
    <figure class="service-graph">
      <svg
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        width={layout.width}
        height={layout.height}
        role="group"
        aria-label="service graph"
      >
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            markerUnits="userSpaceOnUse"
            orient="auto-start-reverse"
          >
            <path d="M0 0.5 8 4 0 7.5z" fill="context-stroke" />
          </marker>
        </defs>
        {layout.edges.map((placed) => (
          <Edge
            key={`${placed.edge.from}\n${placed.edge.to}\n${placed.edge.via ?? ''}`}
            placed={placed}
            most={most}
            focused={focused}
          />
        ))}
        {layout.services.map((placed) => (
          <Node key={placed.service} placed={placed} onFocus={setFocused} />
        ))}
      </svg>
      {layout.foldedCount > 0 && (
        <figcaption class="muted">
          {formatCounted(layout.foldedCount, 'service')} of little traffic are drawn as (other).
        </figcaption>
      )}
    </figure>
  )
}

function Edge(props: {
  readonly placed: PlacedEdge
  readonly most: number
  readonly focused: string | undefined
}): VNode {
  const { placed, most, focused } = props
  const { edge, path, x, y } = placed
  const isOut = focused !== undefined && edge.from !== focused && edge.to !== focused
  const isNear = focused !== undefined && !isOut
  const name = `${edge.from} to ${edge.to}${edge.via === undefined ? '' : ` by ${edge.via}`}`

  return (
    <g class={`edge ${edge.errors > 0 ? 'edge-err' : ''} ${isOut ? 'edge-out' : ''}`}>
      <title>
        {visibleText(
          `${name}: ${edge.count} messages, ${edge.errors} errors, p50 ${formatMs(edge.p50Ms)}, p95 ${formatMs(edge.p95Ms)}`,
        )}
      </title>
      <path
        d={path}
        fill="none"
        stroke-width={0.75 + 1.75 * (Math.log1p(edge.count) / Math.log1p(most))}
        marker-end="url(#arrow)"
      />
      {isNear && (
        <text x={x} y={y - 5} text-anchor="middle">
          {edge.errors > 0 ? '✕ ' : ''}
          {formatCount(edge.count)} · {formatMs(edge.p95Ms)}
        </text>
      )}
    </g>
  )
}

function Node({
  placed,
  onFocus,
}: {
  readonly placed: PlacedService
  readonly onFocus: (service: string | undefined) => void
}): VNode {
  const { service, x, y, received, errors } = placed
  const name = visibleText(service)
  const fill = useServiceColor()(service)
  return (
    <a
      class="node"
      href={tracesHref(fieldTerm('service', service))}
      aria-label={`${name}: got ${formatCounted(received, 'message')}, ${formatCounted(errors, 'error')}`}
      onMouseEnter={() => onFocus(service)}
      onMouseLeave={() => onFocus(undefined)}
      onFocus={() => onFocus(service)}
      onBlur={() => onFocus(undefined)}
    >
      <rect x={x} y={y} width={NODE_WIDTH} height={NODE_HEIGHT} rx="7" />
      <rect
        class="node-hue"
        x={x + 10}
        y={y + 10}
        width="6"
        height={NODE_HEIGHT - 20}
        rx="2"
        style={{ fill }}
      />
      <text class="node-name" x={x + 25} y={y + 16.5}>
        {name.length > 17 ? `${name.slice(0, 16)}…` : name}
      </text>
      <text class="node-note" x={x + 25} y={y + 29.5}>
        {received === 0 ? 'sends only' : `${formatCount(received)} in`}
        {errors > 0 && <tspan class="node-err"> · ✕ {formatCount(errors)}</tspan>}
      </text>
    </a>
  )
}
