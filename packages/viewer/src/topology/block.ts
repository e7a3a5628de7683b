import type { Place } from './topology-layout.ts'

/** Servers that are placed as one: those of a cluster, with the leaf nodes, services and streams around them. */
export interface Block {
  /** The cluster; empty for servers of none. */
  readonly cluster: string
  /** Around the servers of the cluster; 0 where there is no region. */
  readonly radius: number
  /** Centers are relative to that of the region. */
  readonly boxes: readonly BlockBox[]
  /** What all of it takes, relative to the center of the region. */
  readonly bounds: Bounds
}

/** A box of a block. */
export type BlockBox = Place &
  (
    | { readonly kind: 'server'; readonly name: string }
    | { readonly kind: 'client' | 'stream'; readonly name: string; readonly server: string }
  )

/** The sides of what is to be placed. */
export interface Bounds {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** The least and the greatest distance of a box from 0, 0. */
export function distancesOf({ x, y, width, height }: Place): readonly [number, number] {
  const [dx, dy] = [Math.abs(x), Math.abs(y)]
  return [
    Math.hypot(Math.max(0, dx - width / 2), Math.max(0, dy - height / 2)),
    Math.hypot(dx + width / 2, dy + height / 2),
  ]
}

/** The direction away from 0, 0 as an angle; down where there is none. */
export function outwardOf({ x, y }: Pick<Place, 'x' | 'y'>): number {
  return Math.hypot(x, y) < 1 ? Math.PI / 2 : Math.atan2(y, x)
}

/** The sides of boxes and of a region around 0, 0. */
export function boundsOf(boxes: readonly Place[], radius: number): Bounds {
  let [left, right, top, bottom] = [-radius, radius, -radius, radius]
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x - width / 2)
    right = Math.max(right, x + width / 2)
    top = Math.min(top, y - height / 2)
    bottom = Math.max(bottom, y + height / 2)
  }
  return { left, right, top, bottom }
}
