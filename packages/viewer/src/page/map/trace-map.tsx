import type { VNode } from 'preact'
import { useRef } from 'preact/hooks'
import type { TopologyLayout } from '../../topology/layout-topology.ts'
import { traceSource } from '../client/trace-source.ts'
import { useResource } from '../client/use-resource.ts'
import { ErrorNotice, Loading, Notice } from '../element/notice.tsx'
import { useBindings } from '../keyboard/keyboard.ts'
import { spanIdOf } from '../trace/model/trace-model.ts'
import type { TraceViewProps } from '../trace/trace-view-props.ts'
import { withSpan } from '../trace/trace-state.ts'
import type { MapRoutes } from './map-routes.ts'
import { PathBadges, PathLines } from './path-layers.tsx'
import { pathLines, type PathLine } from './path-lines.ts'
import { StepList } from './step-list.tsx'
import { TopologyMap } from './topology-map.tsx'
import { usePathPlayer, type PathPlayer } from './use-path-player.ts'

/** The way of a trace's messages on the map of the servers they crossed. */
export function TraceMap({ model, change }: TraceViewProps): VNode {
  const { traceId, summary } = model.view
  const { value, error, reload } = useResource(`map ${traceId} ${summary.spanCount}`, (signal) =>
    traceSource().map(traceId, signal),
  )
  const steps = value?.steps ?? []
  const player = usePathPlayer(steps.length)
  const show = (index: number): void => {
    player.show(index)
    const row = steps[index]?.row ?? -1
    // The panel follows once it is open; the first step does not push the map aside.
    change((now) =>
      now.spanId === undefined || row < 0 ? now : withSpan(now, spanIdOf(model, row)),
    )
  }
  usePlayerKeys(player, show)
  // The layout is one and the same until the map changes, and so are the lines.
  const known = useRef<{ readonly layout: TopologyLayout; readonly lines: readonly PathLine[] }>(
    undefined,
  )
  const linesOf = (layout: TopologyLayout, routes: MapRoutes): readonly PathLine[] => {
    if (known.current?.layout !== layout)
      known.current = { layout, lines: pathLines(steps, layout, routes) }
    return known.current.lines
  }
  if (value === undefined)
    return error === undefined ? <Loading /> : <ErrorNotice error={error} onRetry={reload} />
  if (value.servers.length === 0) {
    return (
      <Notice icon="map" title="No server told of this trace">
        <p>
          Hops are there when the account has message tracing on: see “hopscope trace” and the guide
          on hops.
        </p>
      </Notice>
    )
  }
  return (
    <section class="map-page" aria-label="map">
      <TopologyMap
        topology={value}
        showsTraffic={false}
        isFaint={steps.length > 0}
        label={`map of the trace, ${steps.length} steps`}
        under={(layout, routes) => <PathLines lines={linesOf(layout, routes)} step={player.step} />}
        over={(layout, routes, names) => (
          <PathBadges
            lines={linesOf(layout, routes)}
            layout={layout}
            names={names}
            step={player.step}
            onShow={show}
          />
        )}
      />
      <div class="map-side">
        <Controls player={player} count={steps.length} onShow={show} />
        <StepList topology={value} step={player.step} onShow={show} />
      </div>
    </section>
  )
}

function Controls(props: {
  readonly player: PathPlayer
  readonly count: number
  readonly onShow: (step: number) => void
}): VNode {
  const { player, count, onShow } = props
  const { step, isPlaying } = player
  return (
    <div class="map-controls" role="toolbar" aria-label="path player">
      <button
        type="button"
        class="wf-button"
        aria-label="step back"
        disabled={step < 0}
        onClick={() => onShow(step - 1)}
      >
        ◂
      </button>
      <button
        type="button"
        class="wf-button map-play"
        disabled={count === 0}
        onClick={isPlaying ? player.pause : player.play}
      >
        {isPlaying ? '❙❙ Pause' : '▶ Play'}
      </button>
      <button
        type="button"
        class="wf-button"
        aria-label="next step"
        disabled={step >= count - 1}
        onClick={() => onShow(step + 1)}
      >
        ▸
      </button>
      <button type="button" class="wf-button" disabled={step < 0} onClick={() => onShow(-1)}>
        All
      </button>
      <span class="wf-count" role="status">
        {step < 0 ? `${count} steps` : `${step + 1} of ${count}`}
      </span>
    </div>
  )
}

function usePlayerKeys(player: PathPlayer, show: (step: number) => void): void {
  useBindings('Map of the trace', [
    {
      keys: 'p',
      label: 'play or pause the way',
      run: () => (player.isPlaying ? player.pause() : player.play()),
    },
    { keys: 'j', label: 'next step', run: () => show(player.step + 1) },
    { keys: 'k', label: 'previous step', run: () => show(player.step - 1) },
  ])
}
