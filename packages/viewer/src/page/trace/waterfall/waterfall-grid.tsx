import type { VNode } from 'preact'
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import type { Gap } from '../../../api/trace-view.ts'
import { at } from '../model/trace-model.ts'
import { placeOf } from '../model/visible-rows.ts'
import { BarCanvas } from './bar-canvas.tsx'
import type { BarScene } from './bar-scene.ts'
import { clickRow, doubleClickRow, moveRuler, turnWheel } from './grid-pointer.ts'
import type { Palette } from './palette.ts'
import type { Waterfall } from './use-waterfall.ts'
import { useScrollTop } from './use-scroll-top.ts'
import type { Viewport } from './use-viewport.ts'
import { INDENT_WIDTH, WaterfallRow } from './waterfall-row.tsx'

/** Rows beyond the edges that are drawn too, so that a short scroll shows no empty ground. */
const OVERSCAN = 3
/** Levels that are set in, in a column that has room for them. */
const MAX_INDENT = 25
/** What a name has of the column at least; CSS pixels. */
const MIN_NAME_WIDTH = 140

/** The rows of a trace: text in the page, bars on one canvas over it; only what is on the screen is there. */
export function WaterfallGrid(props: {
  readonly waterfall: Waterfall
  readonly viewport: Viewport
  readonly palette: Palette
  /** Of the column with the names; CSS pixels. */
  readonly nameWidth: number
  readonly rowHeight: number
  readonly showsCritical: boolean
}): VNode {
  const { waterfall, viewport, palette, nameWidth, rowHeight, showsCritical } = props
  const { model, visible, selectedRow } = waterfall
  const gaps = useMemo(() => gapsByRow(model.view.gaps), [model])
  const ruler = useRef<HTMLDivElement>(null)
  const scrollTop = useScrollTop(viewport.ref)
  const barWidth = Math.max(40, viewport.width - nameWidth)
  const activePlace = Math.max(0, selectedRow < 0 ? 0 : placeOf(visible, selectedRow))
  useScrollIntoView(viewport, waterfall, activePlace, rowHeight)

  const scene: BarScene = {
    model,
    groups: waterfall.groups,
    visible,
    window: waterfall.window,
    palette,
    width: barWidth,
    height: viewport.height,
    rowHeight,
    scrollTop,
    showsCritical,
    gaps,
    ...(waterfall.matches === undefined ? {} : { matches: waterfall.matches }),
  }
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - OVERSCAN)
  const shown = Math.ceil(viewport.height / rowHeight) + 2 * OVERSCAN
  const end = Math.min(visible.rows.length, first + shown)
  const indentWidth = Math.max(0, Math.min(nameWidth / 2, nameWidth - MIN_NAME_WIDTH))
  const maxIndent = Math.min(MAX_INDENT, Math.floor(indentWidth / INDENT_WIDTH))
  const places = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index)
  // The row with the focus stays in the page wherever it is scrolled to: the keyboard would be lost with it.
  if (activePlace < visible.rows.length && (activePlace < first || activePlace >= end))
    places.push(activePlace)

  return (
    <div
      ref={viewport.ref}
      class="wf-scroll"
      onClick={(event) => clickRow(event, waterfall)}
      onDblClick={(event) => doubleClickRow(event, waterfall)}
      onMouseMove={(event) => moveRuler(event, ruler.current, scene, nameWidth)}
      onMouseLeave={() => ruler.current?.classList.remove('is-shown')}
      onWheel={(event) => turnWheel(event, waterfall, scene, nameWidth)}
    >
      <div class="wf-overlay" style={{ marginLeft: `${nameWidth}px` }}>
        <BarCanvas scene={scene} />
        <div
          ref={ruler}
          class="wf-ruler"
          aria-hidden="true"
          style={{ height: `${viewport.height}px` }}
        >
          <span />
        </div>
      </div>
      <div
        role="treegrid"
        aria-label="spans of the trace"
        aria-rowcount={visible.rows.length}
        class="wf-rows"
        style={{ height: `${visible.rows.length * rowHeight}px` }}
      >
        {places.map((place) => (
          <WaterfallRow
            key={at(visible.rows, place)}
            waterfall={waterfall}
            place={place}
            top={place * rowHeight}
            isActive={place === activePlace}
            maxIndent={maxIndent}
          />
        ))}
      </div>
    </div>
  )
}

function gapsByRow(gaps: readonly Gap[]): ReadonlyMap<number, Gap> {
  return new Map(gaps.map((gap) => [gap.row, gap]))
}

/** Shows the selected row when another one is selected, and hands it the focus if a row had it, or nothing did. */
function useScrollIntoView(
  { ref, height }: Viewport,
  { selectedRow, visible }: Waterfall,
  place: number,
  rowHeight: number,
): void {
  const isShown = useRef(false)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null || height === 0) return
    // A span that the address names takes no focus: the reader has not chosen a row yet.
    const isFirst = !isShown.current
    isShown.current = true
    if (selectedRow < 0) return
    const top = place * rowHeight
    const isAbove = top < element.scrollTop
    if (isAbove || top + rowHeight > element.scrollTop + height) {
      const isFar = Math.abs(top - element.scrollTop) > 2 * height
      element.scrollTop = isFar
        ? top - height / 2
        : isAbove
          ? top - rowHeight
          : top + 2 * rowHeight - height
    }
    if (!isFirst && (hasRowFocus(element) || isNowhere(document.activeElement))) {
      element
        .querySelector<HTMLElement>(`[aria-rowindex="${place + 1}"]`)
        ?.focus({ preventScroll: true })
    }
  }, [selectedRow, visible, height === 0])
}

function hasRowFocus(element: HTMLElement): boolean {
  return element.contains(document.activeElement) && document.activeElement !== element
}

/** Keys that choose a row work from anywhere; the arrows go on from there only with the focus in it. */
function isNowhere(focused: Element | null): boolean {
  return focused === null || focused === document.body || focused.id === 'main'
}
