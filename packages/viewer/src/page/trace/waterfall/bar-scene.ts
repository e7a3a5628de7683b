import type { Gap } from '../../../api/trace-view.ts'
import type { RowGroups } from '../model/row-groups.ts'
import type { TimeWindow } from '../model/time-window.ts'
import type { TraceModel } from '../model/trace-model.ts'
import type { VisibleRows } from '../model/visible-rows.ts'
import type { Palette } from './palette.ts'

/** Everything that decides what the bars look like. */
export interface BarScene {
  readonly model: TraceModel
  readonly groups: RowGroups
  readonly visible: VisibleRows
  readonly window: TimeWindow
  readonly palette: Palette
  /** CSS pixels. */
  readonly width: number
  readonly height: number
  readonly rowHeight: number
  readonly scrollTop: number
  /** Rows to be seen before others; absent when none is. */
  readonly matches?: Uint8Array
  readonly showsCritical: boolean
  /** By the row they end with. */
  readonly gaps: ReadonlyMap<number, Gap>
}

/** Where a time is on the canvas, in CSS pixels from its left. */
export function xOf({ window, width }: Pick<BarScene, 'window' | 'width'>, ns: number): number {
  return ((ns - window.fromNs) / (window.toNs - window.fromNs)) * (width - 2 * MARGIN) + MARGIN
}

/** The time at a place of the canvas. */
export function timeAt({ window, width }: Pick<BarScene, 'window' | 'width'>, x: number): number {
  const part = (x - MARGIN) / (width - 2 * MARGIN)
  return window.fromNs + part * (window.toNs - window.fromNs)
}

/** What is left free at both ends, so that the first and last bars are whole; CSS pixels. */
const MARGIN = 8
