import type { VNode } from 'preact'
import { formatNs } from '../../format/duration.ts'
import { timeTicks, type TimeWindow } from '../model/time-window.ts'
import { xOf } from './bar-scene.ts'
import { TICK_WIDTH } from './paint-bars.ts'
import { useBrush } from './use-brush.ts'

/** Times above the bars; drawing over them zooms in. */
export function TimeAxis(props: {
  readonly window: TimeWindow
  readonly width: number
  readonly durationNs: number
  readonly onSelect: (window: TimeWindow | undefined) => void
}): VNode {
  const { window, width, durationNs, onSelect } = props
  const { draft, handlers } = useBrush(window, durationNs, onSelect)
  const scale = { window, width }
  return (
    <div class="wf-axis" aria-hidden="true" {...handlers} onDblClick={() => onSelect(undefined)}>
      {timeTicks(window, width / TICK_WIDTH).map((tick) => (
        <span key={tick} style={{ left: `${xOf(scale, tick)}px` }}>
          {tick === 0 ? '0' : formatNs(tick)}
        </span>
      ))}
      {draft !== undefined && (
        <div
          class="wf-lens"
          style={{
            left: `${xOf(scale, draft.fromNs)}px`,
            width: `${xOf(scale, draft.toNs) - xOf(scale, draft.fromNs)}px`,
          }}
        />
      )}
    </div>
  )
}
