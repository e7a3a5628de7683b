import type { VNode } from 'preact'

/** Between two columns: dragged, or moved with the arrow keys, it changes the width of the one before it. */
export function Splitter(props: {
  readonly label: string
  /** Where it is; CSS pixels from the left of its parent. */
  readonly at: number
  readonly min: number
  readonly max: number
  readonly onMove: (at: number) => void
}): VNode {
  const { label, at, min, max, onMove } = props
  const move = (to: number): void => onMove(Math.round(Math.min(max, Math.max(min, to))))
  return (
    <div
      class="wf-splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={Math.round(at)}
      aria-valuemin={Math.round(min)}
      aria-valuemax={Math.round(max)}
      tabIndex={0}
      style={{ left: `${at}px` }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={({ currentTarget, pointerId, clientX }) => {
        if (!currentTarget.hasPointerCapture(pointerId)) return
        move(clientX - (currentTarget.parentElement?.getBoundingClientRect().left ?? 0))
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') move(at - 16)
        else if (event.key === 'ArrowRight') move(at + 16)
        else return
        event.preventDefault()
      }}
    />
  )
}
