import type { RefObject } from 'preact'
import { useLayoutEffect, useState } from 'preact/hooks'
import { rowWindow, type RowWindow } from './row-window.ts'

/** Until a row has been drawn; CSS pixels. */
const USUAL_HEIGHT = 27

/**
 * Which of `count` rows of a table's body must be in the page, as its scrolling parent is scrolled; all of them where
 * nothing scrolls.
 */
export function useRowWindow(
  scroll: RefObject<HTMLElement | null> | undefined,
  body: RefObject<HTMLElement | null>,
  count: number,
): RowWindow {
  const [sight, setSight] = useState({ rowHeight: USUAL_HEIGHT, topPx: 0, heightPx: 1200 })
  const shown = rowWindow({ count, ...sight })

  useLayoutEffect(() => {
    const parent = scroll?.current
    if (parent === null || parent === undefined) return undefined
    const look = (): void =>
      setSight((before) => {
        const next = sightOf(parent, body.current, before.rowHeight)
        const isSame = isSameWindow(rowWindow({ count, ...before }), rowWindow({ count, ...next }))
        return isSame ? before : next
      })
    look()
    const resized = new ResizeObserver(look)
    resized.observe(parent)
    parent.addEventListener('scroll', look, { passive: true })
    return () => {
      resized.disconnect()
      parent.removeEventListener('scroll', look)
    }
  }, [count])

  return scroll === undefined ? { first: 0, end: count, beforePx: 0, afterPx: 0 } : shown
}

function sightOf(
  parent: HTMLElement,
  body: HTMLElement | null,
  rowHeight: number,
): { readonly rowHeight: number; readonly topPx: number; readonly heightPx: number } {
  const row = body?.querySelector('[aria-rowindex]')
  const top = body?.getBoundingClientRect().top ?? 0
  return {
    rowHeight: row?.getBoundingClientRect().height || rowHeight,
    topPx: Math.max(0, parent.getBoundingClientRect().top - top),
    heightPx: parent.clientHeight,
  }
}

function isSameWindow(a: RowWindow, b: RowWindow): boolean {
  return (
    a.first === b.first && a.end === b.end && a.beforePx === b.beforePx && a.afterPx === b.afterPx
  )
}
