import type { RefObject } from 'preact'
import { useBindings } from './keyboard.ts'

/** Marks the link or button of a row that takes the focus when the reader moves through the rows. */
export const ROW_LINK = 'data-row-link'

/**
 * Moves the focus through the rows of a list: `j` and `k`, or the arrows while a row has it. Enter then opens the row,
 * since its link has the focus.
 */
export function useRowKeys(container: RefObject<HTMLElement | null>, noun: string): void {
  const move = (step: number): boolean => {
    const links = Array.from(
      container.current?.querySelectorAll<HTMLElement>(`[${ROW_LINK}]`) ?? [],
    )
    if (links.length === 0) return false
    const at = links.findIndex((link) => link === document.activeElement)
    const link = links[Math.max(0, Math.min(links.length - 1, at + step))]
    link?.focus({ preventScroll: true })
    link?.closest('tr, li')?.scrollIntoView({ block: 'nearest' })
    return true
  }
  const isInside = (): boolean =>
    container.current?.contains(document.activeElement) === true &&
    document.activeElement?.hasAttribute(ROW_LINK) === true
  const moveInside = (step: number): boolean => isInside() && move(step)

  // Of a long list only the rows that are seen are in the page: it scrolls there first.
  const moveToEnd = (step: number): boolean => {
    if (!isInside()) return false
    const scroll = container.current?.closest('.page-scroll')
    scroll?.scrollTo(0, step < 0 ? 0 : scroll.scrollHeight)
    requestAnimationFrame(() => requestAnimationFrame(() => move(step)))
    return true
  }

  useBindings('List', [
    { keys: 'j', label: `next ${noun}`, run: () => move(1) },
    { keys: 'k', label: `previous ${noun}`, run: () => move(-1) },
    { keys: 'ArrowDown', label: `next ${noun}`, isHidden: true, run: () => moveInside(1) },
    { keys: 'ArrowUp', label: `previous ${noun}`, isHidden: true, run: () => moveInside(-1) },
    {
      keys: 'Home',
      label: `first ${noun}`,
      isHidden: true,
      run: () => moveToEnd(Number.NEGATIVE_INFINITY),
    },
    {
      keys: 'End',
      label: `last ${noun}`,
      isHidden: true,
      run: () => moveToEnd(Number.POSITIVE_INFINITY),
    },
  ])
}
