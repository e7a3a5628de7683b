import type { TargetedMouseEvent, TargetedWheelEvent } from 'preact'
import { formatNs } from '../../format/duration.ts'
import { pan, zoom } from '../model/time-window.ts'
import { at } from '../model/trace-model.ts'
import { timeAt, type BarScene } from './bar-scene.ts'
import type { Waterfall } from './use-waterfall.ts'

/** Selects the row that was clicked, or opens and closes it by its sign. */
export function clickRow({ target }: MouseEvent, { visible, toggle, select }: Waterfall): void {
  const place = placeAt(target)
  if (place === undefined) return
  const row = at(visible.rows, place)
  if (isTwisty(target)) toggle(row, at(visible.counts, place) > 1)
  else select(row)
}

/** Opens or closes the row that was clicked twice. */
export function doubleClickRow(
  { target }: MouseEvent,
  { model, visible, toggle }: Waterfall,
): void {
  const place = placeAt(target)
  if (place === undefined || isTwisty(target)) return
  const row = at(visible.rows, place)
  const isGroup = at(visible.counts, place) > 1
  if (isGroup || at(model.childCounts, row) > 0) toggle(row, isGroup)
}

/** The ruler is moved without drawing anything anew. */
export function moveRuler(
  event: TargetedMouseEvent<HTMLElement>,
  ruler: HTMLElement | null,
  scene: BarScene,
  nameWidth: number,
): void {
  const x = event.clientX - event.currentTarget.getBoundingClientRect().left - nameWidth
  ruler?.classList.toggle('is-shown', x >= 0)
  if (ruler === null || x < 0) return
  ruler.style.transform = `translateX(${x}px)`
  ruler.classList.toggle('is-right', x > scene.width - 90)
  const label = ruler.firstElementChild
  if (label !== null) label.textContent = formatNs(timeAt(scene, x))
}

/** With Ctrl the wheel zooms around the pointer, with Shift it moves along the time. */
export function turnWheel(
  event: TargetedWheelEvent<HTMLElement>,
  { window, model, setWindow }: Waterfall,
  scene: BarScene,
  nameWidth: number,
): void {
  const { durationNs } = model.view
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault()
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left - nameWidth
    setWindow(
      zoom(window, event.deltaY > 0 ? 1.25 : 0.8, timeAt(scene, Math.max(0, x)), durationNs),
    )
  } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
    const delta = event.deltaX === 0 ? event.deltaY : event.deltaX
    if (scene.window.toNs - scene.window.fromNs >= durationNs) return
    event.preventDefault()
    setWindow(pan(window, delta / scene.width, durationNs))
  }
}

/** The place of the row that an event is on. */
function placeAt(target: EventTarget | null): number | undefined {
  const row = target instanceof Element ? target.closest('[aria-rowindex]') : null
  return row === null ? undefined : Number(row.getAttribute('aria-rowindex')) - 1
}

function isTwisty(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.wf-twisty') !== null
}
