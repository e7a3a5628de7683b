import { announce } from '../../shell/announcer.tsx'
import { useBindings } from '../../keyboard/keyboard.ts'
import { findRow } from '../model/find-row.ts'
import { rowLabel } from '../model/row-label.ts'
import { zoom } from '../model/time-window.ts'
import { isErrorRow, isRedeliveredRow } from '../model/row-flags.ts'
import { at, spanIdOf } from '../model/trace-model.ts'
import { placeOf } from '../model/visible-rows.ts'
import { without, withSpan } from '../trace-state.ts'
import type { ChangeTraceState } from '../use-trace-state.ts'
import type { Waterfall } from './use-waterfall.ts'

/** What keys do beyond the state of the page. */
export interface KeyEffects {
  readonly focusFilter: () => void
  /** Tells those who hear the page where they are now. */
  readonly say: (text: string) => void
}

/** The keys of the waterfall, while it is on the page. */
export function useWaterfallKeys(
  waterfall: Waterfall,
  change: ChangeTraceState,
  { focusFilter, say }: KeyEffects,
): void {
  const { model, visible, selectedRow, reveal, select } = waterfall
  const place = selectedRow < 0 ? -1 : placeOf(visible, selectedRow)
  const goTo = (target: number): void => {
    const last = visible.rows.length - 1
    if (last >= 0) select(at(visible.rows, Math.min(last, Math.max(0, target))))
  }
  const jump = (step: 1 | -1, what: string, matches: (row: number) => boolean): void => {
    const row = findRow(model.size, selectedRow, step, matches)
    if (row === undefined) announce(`no ${what} in this trace`)
    else {
      reveal(row)
      say(rowLabel(model, row))
    }
  }
  const isError = (row: number): boolean => isErrorRow(model, row)
  const isRedelivered = (row: number): boolean => isRedeliveredRow(model, row)
  const isMatch = (row: number): boolean => waterfall.matches?.[row] === 1
  const zoomBy = (factor: number): void => {
    const { window, setWindow } = waterfall
    const middle = (window.fromNs + window.toNs) / 2
    const around = selectedRow < 0 ? middle : at(model.starts, selectedRow)
    const isInside = around >= window.fromNs && around <= window.toNs
    setWindow(zoom(window, factor, isInside ? around : middle, model.view.durationNs))
  }
  const collapseAll = (isAll: boolean): void =>
    change((now) => ({ ...now, collapse: { isAll, ids: [] } }))
  // Arrows move the row only where a row has the focus: elsewhere they scroll.
  const inGrid = (run: () => void) => (): unknown => {
    if (document.activeElement?.closest('.wf-rows') === null) return false
    run()
    return true
  }
  const down = (): void => goTo(place + 1)
  const up = (): void => goTo(place < 0 ? 0 : place - 1)
  const left = (): void => closeOrLeave(waterfall, place)
  const right = (): void => openOrEnter(waterfall, place)

  useBindings('Trace', [
    { keys: 'j', label: 'next row', run: down },
    { keys: 'k', label: 'previous row', run: up },
    { keys: 'h', label: 'close, or go to the row above', run: left },
    { keys: 'l', label: 'open, or go to the first row below', run: right },
    { keys: 'ArrowDown', label: 'next row', run: inGrid(down), isHidden: true },
    { keys: 'ArrowUp', label: 'previous row', run: inGrid(up), isHidden: true },
    { keys: 'ArrowLeft', label: 'close', run: inGrid(left), isHidden: true },
    { keys: 'ArrowRight', label: 'open', run: inGrid(right), isHidden: true },
    { keys: 'Home', label: 'first row', run: inGrid(() => goTo(0)), isHidden: true },
    {
      keys: 'End',
      label: 'last row',
      run: inGrid(() => goTo(visible.rows.length)),
      isHidden: true,
    },
    { keys: 'PageDown', label: 'page down', run: inGrid(() => goTo(place + 25)), isHidden: true },
    { keys: 'PageUp', label: 'page up', run: inGrid(() => goTo(place - 25)), isHidden: true },
    {
      keys: 'Enter',
      label: 'go into the panel of the row, Esc goes back',
      run: inGrid(() => (selectedRow < 0 ? goTo(0) : focusPanel())),
    },
    { keys: 'Mod+f', label: 'find in this trace', run: focusFilter },
    {
      keys: 'n',
      label: 'next row that is found',
      run: () => jump(1, 'row that is found', isMatch),
    },
    {
      keys: 'N',
      label: 'previous row that is found',
      run: () => jump(-1, 'row that is found', isMatch),
    },
    { keys: 'e', label: 'next error', run: () => jump(1, 'error', isError) },
    { keys: 'E', label: 'previous error', run: () => jump(-1, 'error', isError) },
    {
      keys: 'd',
      label: 'next redelivery or dead letter',
      run: () => jump(1, 'redelivery', isRedelivered),
    },
    {
      keys: 'D',
      label: 'previous redelivery or dead letter',
      run: () => jump(-1, 'redelivery', isRedelivered),
    },
    {
      keys: 'c',
      label: 'show or hide the critical path',
      run: () => change((now) => ({ ...now, showsCritical: !now.showsCritical })),
    },
    {
      keys: 'f',
      label: 'only this row and what is below, or all',
      run: () => toggleFocus(waterfall, change),
    },
    { keys: '[', label: 'close all rows', run: () => collapseAll(true) },
    { keys: ']', label: 'open all rows', run: () => collapseAll(false) },
    { keys: '+', label: 'zoom in', run: () => zoomBy(0.5) },
    { keys: '=', label: 'zoom in', run: () => zoomBy(0.5), isHidden: true },
    { keys: '-', label: 'zoom out', run: () => zoomBy(2) },
    { keys: '0', label: 'show the whole time', run: () => waterfall.setWindow(undefined) },
    {
      keys: 'Escape',
      label: 'close the panel',
      run: () => (selectedRow < 0 ? false : change((now) => withSpan(now, undefined))),
    },
  ])
}

function focusPanel(): void {
  const panel = document.querySelector<HTMLElement>('.span-panel')
  const tab = panel?.querySelector<HTMLElement>('[role=tab][aria-selected=true]')
  // While the span is loaded there are no tabs yet.
  const target = tab ?? panel
  target?.focus()
}

function closeOrLeave(
  { model, visible, isCollapsed, toggle, select }: Waterfall,
  place: number,
): void {
  const row = at(visible.rows, place)
  if (place < 0) return
  if (at(visible.counts, place) === 1 && at(model.childCounts, row) > 0 && !isCollapsed(row))
    toggle(row, false)
  else if (at(model.parents, row) >= 0)
    select(at(visible.rows, placeOf(visible, at(model.parents, row))))
}

function openOrEnter(
  { model, visible, isCollapsed, toggle, select }: Waterfall,
  place: number,
): void {
  const row = at(visible.rows, place)
  if (place < 0) return
  if (at(visible.counts, place) > 1) toggle(row, true)
  else if (at(model.childCounts, row) === 0) return
  else if (isCollapsed(row)) toggle(row, false)
  else if (place + 1 < visible.rows.length) select(at(visible.rows, place + 1))
}

function toggleFocus({ model, selectedRow, focusRow }: Waterfall, change: ChangeTraceState): void {
  const focusId = focusRow < 0 && selectedRow >= 0 ? spanIdOf(model, selectedRow) : undefined
  change((now) => (focusId === undefined ? without(now, 'focusId') : { ...now, focusId }), {
    push: true,
  })
}
