import type { VNode } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { TraceSummary } from '../../api/trace-summary.ts'
import { Text } from '../element/text.tsx'
import { formatMs } from '../format/duration.ts'
import { formatTime } from '../format/time.ts'
import { navigate, setParams } from '../router/location.ts'
import { type TimeRange, toEpochMs } from '../router/time-range.ts'
import { useStore } from '../state/use-store.ts'
import { appearance } from '../style/theme.ts'
import { paintScatter, PLOT, pointOf } from './paint-scatter.ts'
import { extentOf, momentAt, type ScatterExtent } from './scatter-scale.ts'

/** Durations by time. Dragging filters by time, a click on a point opens its trace; the table says the same in words. */
export function Scatter({
  traces,
  range,
  isComplete,
}: {
  readonly traces: readonly TraceSummary[]
  readonly range: TimeRange
  /** Whether these are all of the range; if not, the picture begins with the first of them. */
  readonly isComplete: boolean
}): VNode {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [drag, setDrag] = useState<Drag | undefined>()
  const [hovered, setHovered] = useState<TraceSummary | undefined>()
  const { scheme } = useStore(appearance)
  const width = useWidth(canvas)
  const nowMs = Date.now()
  const from = isComplete ? toEpochMs(range.from, nowMs) : undefined
  const extent = extentOf(traces, from, toEpochMs(range.to, nowMs))

  useEffect(() => {
    if (canvas.current !== null) paintScatter(canvas.current, traces, extent, hovered)
  }, [traces, hovered, scheme, width, extent.fromMs, extent.toMs])

  const onPointerMove = (event: PointerEvent): void => {
    if (drag !== undefined) setDrag({ ...drag, to: event.offsetX })
    else setHovered(nearest(traces, extent, event, canvas.current))
  }
  const onPointerUp = (): void => {
    setDrag(undefined)
    if (drag === undefined) return
    if (Math.abs(drag.to - drag.from) > 5) filterByTime(drag, extent, width)
    else if (hovered !== undefined) navigate(`/t/${hovered.traceId}`)
  }

  return (
    <figure class="scatter" aria-label="durations by time">
      <canvas
        ref={canvas}
        aria-hidden="true"
        class={hovered === undefined ? '' : 'scatter-point'}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          setDrag({ from: event.offsetX, to: event.offsetX })
        }}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerLeave={() => setHovered(undefined)}
        onPointerCancel={() => setDrag(undefined)}
      />
      {drag !== undefined && (
        <span
          class="scatter-brush"
          style={{
            left: `${Math.min(drag.from, drag.to)}px`,
            width: `${Math.abs(drag.to - drag.from)}px`,
          }}
        />
      )}
      {drag === undefined && hovered !== undefined && (
        <Tip trace={hovered} extent={extent} canvas={canvas.current} />
      )}
    </figure>
  )
}

interface Drag {
  /** CSS pixels from the left of the canvas. */
  readonly from: number
  readonly to: number
}

function Tip(props: {
  readonly trace: TraceSummary
  readonly extent: ScatterExtent
  readonly canvas: HTMLCanvasElement | null
}): VNode | null {
  const { trace, extent, canvas } = props
  if (canvas === null) return null
  const { x, y } = pointOf(trace, extent, canvas.clientWidth, canvas.clientHeight)
  const isRight = x > canvas.clientWidth - 260

  return (
    <span
      class="scatter-tip"
      style={{
        top: `${y - 12}px`,
        ...(isRight ? { right: `${canvas.clientWidth - x + 12}px` } : { left: `${x + 12}px` }),
      }}
    >
      <b>{formatMs(trace.durationMs)}</b> {formatTime(trace.startMs)}{' '}
      {trace.root !== undefined && (
        <>
          <Text value={trace.root.service} /> · <Text value={trace.root.name} />
        </>
      )}
    </span>
  )
}

function filterByTime({ from, to }: Drag, extent: ScatterExtent, width: number): void {
  const plotWidth = width - PLOT.left - PLOT.right
  const [a = 0, b = 0] = [from, to]
    .map((x) => momentAt((x - PLOT.left) / plotWidth, extent))
    .toSorted((p, q) => p - q)
  setParams(
    { from: String(Math.floor(a)), to: String(Math.ceil(b)), before: undefined },
    { push: true },
  )
}

function nearest(
  traces: readonly TraceSummary[],
  extent: ScatterExtent,
  { offsetX, offsetY }: PointerEvent,
  canvas: HTMLCanvasElement | null,
): TraceSummary | undefined {
  if (canvas === null) return undefined
  let found: TraceSummary | undefined
  let least = 9
  for (const trace of traces) {
    const { x, y } = pointOf(trace, extent, canvas.clientWidth, canvas.clientHeight)
    const distance = Math.hypot(x - offsetX, y - offsetY)
    if (distance < least) [least, found] = [distance, trace]
  }

  return found
}

function useWidth(canvas: { readonly current: HTMLCanvasElement | null }): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = canvas.current
    if (element === null) return undefined
    const observer = new ResizeObserver(() => setWidth(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])

  return width
}
