import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'

/** How far an element is scrolled, CSS pixels; the component is drawn anew when that changes. */
export function useScrollTop(ref: RefObject<HTMLElement | null>): number {
  const [scrollTop, setScrollTop] = useState(0)
  useEffect(() => {
    const element = ref.current
    if (element === null) return undefined
    const follow = (): void => setScrollTop(element.scrollTop)
    element.addEventListener('scroll', follow, { passive: true })
    return () => element.removeEventListener('scroll', follow)
  }, [])
  return scrollTop
}
