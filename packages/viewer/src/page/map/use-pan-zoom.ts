import type { SVGAttributes } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ViewBox } from './drawn-box.ts'

/** A drawing that is moved and zoomed by mouse and keyboard. */
export interface PanZoom {
  /** What is seen of the drawing. */
  readonly box: ViewBox
  readonly isWhole: boolean
  readonly zoomBy: (factor: number) => void
  readonly reset: () => void
  readonly handlers: Pick<
    SVGAttributes<SVGSVGElement>,
    'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onKeyDown' | 'onWheel'
  >
}

const MAX_ZOOM = 8

/** Starts with the whole drawing, and goes back to it when that changes. */
export function usePanZoom(whole: ViewBox): PanZoom {
  const { x, y, width, height } = whole
  const [box, setBox] = useState(whole)
  const drag = useRef<{ readonly x: number; readonly y: number }>(undefined)
  useEffect(() => setBox(whole), [x, y, width, height])

  const zoomAt = (factor: number, partX: number, partY: number): void =>
    setBox((old) => {
      const next = Math.min(width * 1.5, Math.max(width / MAX_ZOOM, old.width * factor))
      const nextHeight = (next / width) * height
      return {
        x: old.x + (old.width - next) * partX,
        y: old.y + (old.height - nextHeight) * partY,
        width: next,
        height: nextHeight,
      }
    })
  const panBy = (partX: number, partY: number): void =>
    setBox((old) => ({ ...old, x: old.x + old.width * partX, y: old.y + old.height * partY }))
  return {
    box,
    isWhole: box.x === x && box.y === y && box.width === width,
    zoomBy: (factor) => zoomAt(factor, 0.5, 0.5),
    reset: () => setBox(whole),
    handlers: {
      onPointerDown({ button, clientX, clientY }) {
        if (button === 0) drag.current = { x: clientX, y: clientY }
      },
      onPointerMove({ buttons, clientX, clientY, currentTarget }) {
        const from = drag.current
        if (from === undefined) return
        if (buttons === 0) {
          drag.current = undefined
          return
        }
        const bounds = currentTarget.getBoundingClientRect()
        panBy((from.x - clientX) / bounds.width, (from.y - clientY) / bounds.height)
        drag.current = { x: clientX, y: clientY }
      },
      onPointerUp() {
        drag.current = undefined
      },
      onWheel(event) {
        if (!event.ctrlKey && !event.metaKey) return
        event.preventDefault()
        const { left, top, width: w, height: h } = event.currentTarget.getBoundingClientRect()
        zoomAt(
          event.deltaY > 0 ? 1.15 : 0.87,
          (event.clientX - left) / w,
          (event.clientY - top) / h,
        )
      },
      onKeyDown(event) {
        const step = PAN_KEYS[event.key]
        if (step !== undefined) panBy(step[0], step[1])
        else if (event.key === '+' || event.key === '=') zoomAt(0.8, 0.5, 0.5)
        else if (event.key === '-') zoomAt(1.25, 0.5, 0.5)
        else if (event.key === '0') setBox(whole)
        else return
        event.preventDefault()
        event.stopPropagation()
      },
    },
  }
}

const PAN_KEYS: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-0.1, 0],
  ArrowRight: [0.1, 0],
  ArrowUp: [0, -0.1],
  ArrowDown: [0, 0.1],
}
