import type { VNode } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { isWhole, wholeTrace, type TimeWindow } from '../model/time-window.ts'
import type { TraceModel } from '../model/trace-model.ts'
import { xOf } from './bar-scene.ts'
import { sizeCanvas } from './canvas-size.ts'
import { paintMinimap } from './paint-minimap.ts'
import type { Palette } from './palette.ts'
import { useBrush } from './use-brush.ts'

const HEIGHT = 48

/** The whole trace at a glance; drawing over it shows that part of the time below. */
export function Minimap(props: {
  readonly model: TraceModel
  readonly window: TimeWindow
  readonly palette: Palette
  readonly width: number
  readonly onSelect: (window: TimeWindow | undefined) => void
}): VNode {
  const { model, window, palette, width, onSelect } = props
  const { durationNs } = model.view
  const whole = wholeTrace(durationNs)
  const ref = useRef<HTMLCanvasElement>(null)
  useLayoutEffect(() => {
    const canvas = ref.current
    const context = canvas === null ? undefined : sizeCanvas(canvas, width, HEIGHT)
    if (context !== undefined) paintMinimap(context, model, palette, width, HEIGHT)
  }, [model, palette, width])

  const { draft, handlers } = useBrush(whole, durationNs, onSelect)
  const shown = draft ?? window
  const left = xOf({ window: whole, width }, shown.fromNs)
  const right = xOf({ window: whole, width }, shown.toNs)
  const isAll = draft === undefined && isWhole(window, durationNs)
  return (
    <div
      class="wf-minimap"
      aria-hidden="true"
      {...handlers}
      onDblClick={() => onSelect(undefined)}
      title="Drag to zoom, double-click for all"
    >
      <canvas ref={ref} style={{ width: `${width}px`, height: `${HEIGHT}px` }} />
      {!isAll && (
        <>
          <div class="wf-veil" style={{ left: '0', width: `${Math.max(0, left)}px` }} />
          <div class="wf-veil" style={{ left: `${right}px`, right: '0' }} />
          <div class="wf-lens" style={{ left: `${left}px`, width: `${right - left}px` }} />
        </>
      )}
    </div>
  )
}
