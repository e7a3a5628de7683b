import type { VNode } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { useStore } from '../../state/use-store.ts'
import { appearance } from '../../style/theme.ts'
import type { TraceModel } from '../model/trace-model.ts'
import type { TraceState } from '../trace-state.ts'
import type { ChangeTraceState } from '../use-trace-state.ts'
import { Breadcrumb } from './breadcrumb.tsx'
import { Minimap } from './minimap.tsx'
import { Splitter } from './splitter.tsx'
import { TimeAxis } from './time-axis.tsx'
import { usePalette } from './use-palette.ts'
import { useViewport } from './use-viewport.ts'
import { useWaterfall } from './use-waterfall.ts'
import { useWaterfallKeys } from './use-waterfall-keys.ts'
import { WaterfallGrid } from './waterfall-grid.tsx'
import { WaterfallToolbar } from './waterfall-toolbar.tsx'

/** Heights of a row as `tokens.css` has them; CSS pixels. */
const ROW_HEIGHTS = { normal: 26, compact: 22 } as const

/** All spans of a trace over time, applications and servers in one tree. */
export function WaterfallView(props: {
  readonly model: TraceModel
  readonly state: TraceState
  readonly change: ChangeTraceState
}): VNode {
  const { model, state, change } = props
  const { density } = useStore(appearance)
  const palette = usePalette(model.hues)
  const viewport = useViewport()
  const waterfall = useWaterfall(model, state, change)
  const filterRef = useRef<HTMLInputElement>(null)
  const [chosenWidth, setChosenWidth] = useState<number>()
  const [said, say] = useState('')
  useWaterfallKeys(waterfall, change, { focusFilter: () => filterRef.current?.select(), say })

  const most = Math.max(180, viewport.width - 160)
  const nameWidth = Math.min(
    most,
    chosenWidth ?? Math.min(480, Math.max(220, viewport.width * 0.4)),
  )
  const barWidth = Math.max(40, viewport.width - nameWidth)
  return (
    <section class="wf" aria-label="waterfall">
      <WaterfallToolbar waterfall={waterfall} state={state} change={change} filterRef={filterRef} />
      <div class="wf-body" style={{ '--wf-names': `${nameWidth}px` }}>
        <div class="wf-top" style={{ gridTemplateColumns: `${nameWidth}px ${barWidth}px` }}>
          <div class="wf-corner">Service and operation</div>
          <div>
            <Minimap
              model={model}
              window={waterfall.window}
              palette={palette}
              width={barWidth}
              onSelect={waterfall.setWindow}
            />
            <TimeAxis
              window={waterfall.window}
              width={barWidth}
              durationNs={model.view.durationNs}
              onSelect={waterfall.setWindow}
            />
          </div>
        </div>
        <WaterfallGrid
          waterfall={waterfall}
          viewport={viewport}
          palette={palette}
          nameWidth={nameWidth}
          rowHeight={ROW_HEIGHTS[density]}
          showsCritical={state.showsCritical}
        />
        {waterfall.visible.rows.length === 0 && (
          <p class="wf-empty">No span matches “{state.filter}”.</p>
        )}
        <Splitter
          label="width of the names"
          at={nameWidth}
          min={160}
          max={most}
          onMove={setChosenWidth}
        />
      </div>
      <Breadcrumb waterfall={waterfall} />
      <output class="hidden-text" aria-live="polite">
        {said}
      </output>
    </section>
  )
}
