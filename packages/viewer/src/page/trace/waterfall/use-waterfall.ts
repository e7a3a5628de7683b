import { useCallback, useMemo } from 'preact/hooks'
import { filterRows, withAncestors } from '../model/row-filter.ts'
import { findRowGroups, GROUP_TYPES, type RowGroups } from '../model/row-groups.ts'
import { isWhole, wholeTrace, type TimeWindow } from '../model/time-window.ts'
import { at, pathTo, rowOfSpan, spanIdOf, type TraceModel } from '../model/trace-model.ts'
import { visibleRows, type VisibleRows } from '../model/visible-rows.ts'
import {
  toggleId,
  toggleSelected,
  without,
  withSpan,
  type Selection,
  type TraceState,
} from '../trace-state.ts'
import type { ChangeTraceState } from '../use-trace-state.ts'

/** What the waterfall shows of a trace, and what the reader can do with it. */
export interface Waterfall {
  readonly model: TraceModel
  readonly groups: RowGroups
  readonly visible: VisibleRows
  /** -1 for none. */
  readonly selectedRow: number
  /** -1 for none. */
  readonly focusRow: number
  readonly matches: Uint8Array | undefined
  readonly matchCount: number
  readonly window: TimeWindow
  readonly foldsHops: boolean
  readonly isCollapsed: (row: number) => boolean
  readonly select: (row: number) => void
  /** Selects a row wherever it is, and opens what hides it. */
  readonly reveal: (row: number) => void
  /** Opens or closes a row, or the group it heads. */
  readonly toggle: (row: number, isGroup: boolean) => void
  readonly setWindow: (window: TimeWindow | undefined) => void
}

/** With more hops than these, runs of them are one row each at first. */
const MANY_HOPS = 24

/** Works out what is visible; each step only when what it rests on has changed. */
export function useWaterfall(
  model: TraceModel,
  state: TraceState,
  change: ChangeTraceState,
): Waterfall {
  const { collapse, toggledGroups, filter, isFilterHiding } = state
  const groups = useMemo(() => findRowGroups(model), [model])
  const foldsHops = state.foldsHops ?? groups.hopCount > MANY_HOPS
  const collapsed = useMemo(() => collapsedRows(model, collapse), [model, collapse])
  const toggled = useMemo(() => rowsOf(model, toggledGroups), [model, toggledGroups])
  const found = useMemo(() => filterRows(model, filter), [model, filter])
  const kept = useMemo(
    () =>
      found === undefined || !isFilterHiding ? undefined : withAncestors(model, found.matches),
    [model, found, isFilterHiding],
  )
  const focusRow = rowOfSpan(model, state.focusId)
  const isFolded = useCallback(
    (head: number): boolean =>
      (groups.types[head] === GROUP_TYPES.siblings || foldsHops) !== toggled.has(head),
    [groups, foldsHops, toggled],
  )
  const visible = useMemo(
    () =>
      visibleRows(model, groups, {
        collapsed,
        folded: isFolded,
        focus: focusRow,
        ...(kept === undefined ? {} : { kept }),
      }),
    [model, groups, collapsed, isFolded, focusRow, kept],
  )

  const select = (row: number): void => change((now) => withSpan(now, spanIdOf(model, row)))
  return {
    model,
    groups,
    visible,
    selectedRow: rowOfSpan(model, state.spanId),
    focusRow,
    matches: found?.matches,
    matchCount: found?.count ?? 0,
    window: state.window ?? wholeTrace(model.view.durationNs),
    foldsHops,
    isCollapsed: (row) => collapsed.has(row),
    select,
    reveal(row) {
      const above = pathTo(model, row).slice(0, -1)
      const hiding = above.filter((each) => collapsed.has(each))
      const head = at(groups.heads, row)
      const headId = head >= 0 && isFolded(head) ? spanIdOf(model, head) : undefined
      const isOutside = focusRow >= 0 && (row < focusRow || row >= at(model.ends, focusRow))
      change((now) => {
        const inFocus = isOutside ? without(now, 'focusId') : now
        const inTime = isInWindow(model, row, now.window) ? inFocus : without(inFocus, 'window')
        return {
          ...withSpan(inTime, spanIdOf(model, row)),
          collapse: hiding
            .flatMap((each) => spanIdOf(model, each) ?? [])
            .reduce(toggleSelected, now.collapse),
          toggledGroups:
            headId === undefined ? now.toggledGroups : toggleId(now.toggledGroups, headId),
          isFilterHiding: now.isFilterHiding && kept?.[row] === 1,
        }
      })
    },
    toggle(row, isGroup) {
      const spanId = spanIdOf(model, row)
      if (spanId === undefined) return
      change((now) =>
        isGroup
          ? { ...now, toggledGroups: toggleId(now.toggledGroups, spanId) }
          : { ...now, collapse: toggleSelected(now.collapse, spanId) },
      )
    },
    setWindow(next) {
      change((now) =>
        next === undefined || isWhole(next, model.view.durationNs)
          ? without(now, 'window')
          : { ...now, window: next },
      )
    },
  }
}

function isInWindow(model: TraceModel, row: number, window: TimeWindow | undefined): boolean {
  if (window === undefined) return true
  const startNs = at(model.starts, row)
  return startNs <= window.toNs && startNs + at(model.durations, row) >= window.fromNs
}

function rowsOf(model: TraceModel, ids: readonly string[]): ReadonlySet<number> {
  return new Set(ids.map((id) => rowOfSpan(model, id)))
}

/** All are those with something below them; what is below a root stays, so that there is something to open. */
function collapsedRows(model: TraceModel, { isAll, ids }: Selection): ReadonlySet<number> {
  const named = rowsOf(model, ids)
  if (!isAll) return named
  const rows = new Set<number>()
  for (let row = 0; row < model.size; row++) {
    if (at(model.childCounts, row) > 0 && at(model.depths, row) > 0 && !named.has(row))
      rows.add(row)
  }
  return rows
}
