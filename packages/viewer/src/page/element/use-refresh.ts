import { useEffect, useRef } from 'preact/hooks'

/** Calls `refresh` every so many milliseconds while `isOn` and the page is seen. */
export function useRefresh(refresh: () => void, everyMs: number, isOn: boolean): void {
  const latest = useRef(refresh)
  latest.current = refresh
  useEffect(() => {
    if (!isOn) return undefined
    const timer = setInterval(() => {
      if (!document.hidden) latest.current()
    }, everyMs)
    return () => clearInterval(timer)
  }, [everyMs, isOn])
}
