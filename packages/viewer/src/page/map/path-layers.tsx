import type { VNode } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { Place, TopologyLayout } from '../../topology/layout-topology.ts'
import type { Curve } from './map-geometry.ts'
import type { PathLine } from './path-lines.ts'
import { placeBadges } from './place-badges.ts'

/** The way of a message: a step is shown, or with -1 all are. */
export interface PathProps {
  readonly lines: readonly PathLine[]
  readonly step: number
}

/** Below the boxes of the map: the lines of the way. */
export function PathLines({ lines, step }: PathProps): VNode {
  return (
    <g class="map-path" aria-hidden="true">
      <defs>
        <marker
          id="map-arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0L8 4L0 8z" />
        </marker>
      </defs>
      {lines.map((line) => (
        <path
          key={line.curve.path}
          class={`map-step${stateOf(line, step)}${line.hasError ? ' is-error' : ''}`}
          d={line.curve.path}
          marker-end="url(#map-arrow)"
        />
      ))}
    </g>
  )
}

/** Above the boxes: the numbers of the steps, and the message on its way. */
export function PathBadges(
  props: PathProps & {
    readonly layout: TopologyLayout
    readonly names: readonly Place[]
    readonly onShow: (step: number) => void
  },
): VNode {
  const { lines, layout, names, step, onShow } = props
  const places = useMemo(
    () =>
      placeBadges(
        layout,
        lines.map(({ curve, label }) => ({ curve, height: HEIGHT, widths: [widthOf(label)] })),
        names,
      ),
    [layout, lines, names],
  )
  const present = lines.find(({ indexes }) => indexes.includes(step))
  return (
    <g aria-hidden="true">
      {lines.map((line, index) => {
        const { curve, indexes, label } = line
        const { x, y } = places[index] ?? curve.pointAt(0.5)
        const width = widthOf(label)
        return (
          <g
            key={curve.path}
            class={`map-badge${stateOf(line, step)}${line.hasError ? ' is-error' : ''}`}
            onClick={() => onShow(indexes.find((each) => each > step) ?? indexes[0] ?? -1)}
          >
            <rect
              x={x - width / 2}
              y={y - HEIGHT / 2}
              width={width}
              height={HEIGHT}
              rx={HEIGHT / 2}
            />
            <text x={x} y={y}>
              {label}
            </text>
          </g>
        )
      })}
      {present !== undefined && <Traveler key={step} curve={present.curve} />}
    </g>
  )
}

function stateOf({ indexes }: PathLine, step: number): string {
  if (indexes.includes(step)) return ' is-now'
  return step >= 0 && indexes.every((index) => index > step) ? ' is-ahead' : ''
}

const HEIGHT = 16

function widthOf(label: string): number {
  return 10 + label.length * 6
}

const TRAVEL_MS = 600
const FRAMES = 12

/** The message on its way; where motion is not wanted, it is at its end. */
function Traveler({ curve }: { readonly curve: Curve }): VNode {
  const ref = useRef<SVGCircleElement>(null)
  const end = curve.pointAt(1)
  useLayoutEffect(() => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return
    const frames = Array.from({ length: FRAMES + 1 }, (_, index) => {
      const { x, y } = curve.pointAt(index / FRAMES)
      return { transform: `translate(${x - end.x}px, ${y - end.y}px)` }
    })
    ref.current?.animate(frames, { duration: TRAVEL_MS, easing: 'ease-in-out' })
  }, [])
  return <circle ref={ref} class="map-traveler" cx={end.x} cy={end.y} r={6} />
}
