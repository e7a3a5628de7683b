import type { RefObject, VNode } from 'preact'
import { useMemo } from 'preact/hooks'
import { formatCounted, formatExact } from '../../format/count.ts'
import { findRow } from '../model/find-row.ts'
import { isErrorRow, isRedeliveredRow } from '../model/row-flags.ts'
import { hasFlag, type TraceModel } from '../model/trace-model.ts'
import { isWhole } from '../model/time-window.ts'
import { without, type TraceState } from '../trace-state.ts'
import type { ChangeTraceState } from '../use-trace-state.ts'
import type { Waterfall } from './use-waterfall.ts'

/** Finding within the trace, and what is shown of it. */
export function WaterfallToolbar(props: {
  readonly waterfall: Waterfall
  readonly state: TraceState
  readonly change: ChangeTraceState
  readonly filterRef: RefObject<HTMLInputElement | null>
}): VNode {
  const { waterfall, state, change } = props
  const { model, groups, foldsHops, window, setWindow } = waterfall
  const errors = model.view.summary.errorCount
  const redeliveries = useMemo(() => countRedeliveries(model), [model])
  return (
    <div class="wf-toolbar" role="toolbar" aria-label="waterfall">
      <FilterBox {...props} />
      {state.filter.trim() !== '' && (
        <Toggle
          isOn={state.isFilterHiding}
          title="Hide rows that are not found, but for those above them"
          onToggle={() => change((now) => ({ ...now, isFilterHiding: !now.isFilterHiding }))}
        >
          Hide others
        </Toggle>
      )}
      {errors > 0 && (
        <button
          type="button"
          class="wf-button wf-err"
          title="Next error (e); the one before with Shift"
          onClick={({ shiftKey }) => jumpTo(waterfall, shiftKey, isErrorRow)}
        >
          ✕ {formatCounted(errors, 'error')}
        </button>
      )}
      {redeliveries > 0 && (
        <button
          type="button"
          class="wf-button wf-warn"
          title="Next redelivery or dead letter (d); the one before with Shift"
          onClick={({ shiftKey }) => jumpTo(waterfall, shiftKey, isRedeliveredRow)}
        >
          ↻ {formatCounted(redeliveries, 'redelivery', 'redeliveries')}
        </button>
      )}
      <span class="wf-space" />
      {waterfall.focusRow >= 0 && (
        <button
          type="button"
          class="wf-button"
          title="Show all rows (f)"
          onClick={() => change((now) => without(now, 'focusId'))}
        >
          Part of the trace ×
        </button>
      )}
      {groups.types.includes(1) && (
        <Toggle
          isOn={foldsHops}
          title="One row for servers that a message crossed one after the other"
          onToggle={() => change((now) => ({ ...now, foldsHops: !foldsHops, toggledGroups: [] }))}
        >
          Fold hops
        </Toggle>
      )}
      <Toggle
        isOn={state.showsCritical}
        title="Underline what the duration depends on (c)"
        onToggle={() => change((now) => ({ ...now, showsCritical: !now.showsCritical }))}
      >
        Critical path
      </Toggle>
      <button
        type="button"
        class="wf-button"
        disabled={isWhole(window, model.view.durationNs)}
        title="Show the whole time (0)"
        onClick={() => setWindow(undefined)}
      >
        Reset zoom
      </button>
      <span class="wf-count">{formatExact(waterfall.visible.rows.length)} rows</span>
    </div>
  )
}

function FilterBox(props: {
  readonly waterfall: Waterfall
  readonly state: TraceState
  readonly change: ChangeTraceState
  readonly filterRef: RefObject<HTMLInputElement | null>
}): VNode {
  const { waterfall, state, change, filterRef } = props
  const isUsed = state.filter.trim() !== ''
  return (
    <span class="wf-find">
      <input
        ref={filterRef}
        type="search"
        aria-label="find in this trace"
        placeholder="Find in this trace"
        title="Words of a name, service or detail; is:error is:redelivered is:hop >10ms; Enter for the next"
        value={state.filter}
        spellcheck={false}
        onInput={({ currentTarget: { value } }) => change((now) => ({ ...now, filter: value }))}
        onKeyDown={(event) => {
          if (event.key === 'Enter') jumpToMatch(waterfall, event.shiftKey ? -1 : 1)
          if (event.key === 'Escape') event.currentTarget.blur()
        }}
      />
      {isUsed && (
        <output class={waterfall.matchCount === 0 ? 'wf-err' : ''} aria-live="polite">
          {matchText(waterfall)}
        </output>
      )}
    </span>
  )
}

function matchText({ matches, matchCount, selectedRow }: Waterfall): string {
  if (matchCount === 0) return 'none'
  if (matches?.[selectedRow] !== 1) return formatExact(matchCount)
  let before = 0
  for (let row = 0; row <= selectedRow; row++) before += matches[row] ?? 0
  return `${formatExact(before)} of ${formatExact(matchCount)}`
}

function jumpToMatch({ model, selectedRow, matches, reveal }: Waterfall, step: 1 | -1): void {
  const row = findRow(model.size, selectedRow, step, (each) => matches?.[each] === 1)
  if (row !== undefined) reveal(row)
}

function jumpTo(
  { model, selectedRow, reveal }: Waterfall,
  isBack: boolean,
  isWanted: (model: TraceModel, row: number) => boolean,
): void {
  const row = findRow(model.size, selectedRow, isBack ? -1 : 1, (each) => isWanted(model, each))
  if (row !== undefined) reveal(row)
}

function countRedeliveries(model: TraceModel): number {
  let count = 0
  for (let row = 0; row < model.size; row++) if (hasFlag(model, row, 'redelivered')) count++
  return count
}

function Toggle(props: {
  readonly isOn: boolean
  readonly title: string
  readonly onToggle: () => void
  readonly children: string
}): VNode {
  const { isOn, title, onToggle, children } = props
  return (
    <button type="button" class="wf-button" aria-pressed={isOn} title={title} onClick={onToggle}>
      {children}
    </button>
  )
}
