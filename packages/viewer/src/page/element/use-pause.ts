import type { RefObject } from 'preact'
import { useCallback, useEffect, useRef } from 'preact/hooks'

/**
 * Whether the reader reads just now: the pointer or the focus is in the list, or it was scrolled. `onResume` is called
 * when that ends.
 */
export function usePause(
  element: RefObject<HTMLElement | null>,
  onResume: () => void,
): () => boolean {
  const isOver = useRef(false)
  const resume = useRef(onResume)
  resume.current = onResume

  const isPaused = useCallback(() => {
    const list = element.current
    if (list === null) return false
    return isOver.current || list.scrollTop > 0 || list.contains(document.activeElement)
  }, [])

  useEffect(() => {
    const list = element.current
    if (list === null) return undefined
    const enter = (): void => {
      isOver.current = true
    }
    const leave = (): void => {
      isOver.current = false
      check()
    }
    const check = (): void => {
      if (!isPaused()) resume.current()
    }
    // The focus is where it goes to only after the event.
    const blur = (): void => queueMicrotask(check)
    list.addEventListener('pointerenter', enter)
    list.addEventListener('pointerleave', leave)
    list.addEventListener('scroll', check, { passive: true })
    list.addEventListener('focusout', blur)
    return () => {
      list.removeEventListener('pointerenter', enter)
      list.removeEventListener('pointerleave', leave)
      list.removeEventListener('scroll', check)
      list.removeEventListener('focusout', blur)
    }
  }, [])

  return isPaused
}
