import type { VNode } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { BarScene } from './bar-scene.ts'
import { sizeCanvas } from './canvas-size.ts'
import { paintBars } from './paint-bars.ts'

/** The bars of the rows on the screen. What they say is in the labels of the rows, too. */
export function BarCanvas({ scene }: { readonly scene: BarScene }): VNode {
  const ref = useRef<HTMLCanvasElement>(null)
  useLayoutEffect(() => {
    const canvas = ref.current
    const context = canvas === null ? undefined : sizeCanvas(canvas, scene.width, scene.height)
    if (context !== undefined) paintBars(context, scene)
  })
  const style = { width: `${scene.width}px`, height: `${scene.height}px` }
  return <canvas ref={ref} class="wf-canvas" aria-hidden="true" style={style} />
}
