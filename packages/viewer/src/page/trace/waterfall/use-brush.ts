import type { HTMLAttributes } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { windowBetween, type TimeWindow } from '../model/time-window.ts'
import { timeAt } from './bar-scene.ts'

/** Handlers of an element over which the pointer selects a stretch of time. */
export interface Brush {
  /** What is being selected; absent while nothing is. */
  readonly draft: TimeWindow | undefined
  readonly handlers: Pick<
    HTMLAttributes<HTMLElement>,
    'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel'
  >
}

/** A shorter way of the pointer, in CSS pixels, is a click. */
const MIN_DRAG = 4

/** Lets the pointer draw out a new window on an element that shows `shown`. */
export function useBrush(
  shown: TimeWindow,
  durationNs: number,
  onSelect: (window: TimeWindow) => void,
): Brush {
  const from = useRef<number>(undefined)
  const [draft, setDraft] = useState<TimeWindow>()
  const draftTo = (element: HTMLElement, clientX: number): TimeWindow | undefined => {
    const { left, width } = element.getBoundingClientRect()
    if (from.current === undefined || Math.abs(clientX - from.current) < MIN_DRAG) return undefined
    const scale = { window: shown, width }
    return windowBetween(
      timeAt(scale, from.current - left),
      timeAt(scale, clientX - left),
      durationNs,
    )
  }
  const end = (): void => {
    from.current = undefined
    setDraft(undefined)
  }
  return {
    draft,
    handlers: {
      onPointerDown(event) {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = event.clientX
      },
      onPointerMove(event) {
        if (from.current !== undefined) setDraft(draftTo(event.currentTarget, event.clientX))
      },
      onPointerUp(event) {
        const selected = draftTo(event.currentTarget, event.clientX)
        end()
        if (selected !== undefined) onSelect(selected)
      },
      onPointerCancel: end,
    },
  }
}
