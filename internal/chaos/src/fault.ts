import type { World } from './world.ts'

/** Something that goes wrong around a bridge, in which nothing may be lost. */
export interface Fault {
  readonly name: string
  readonly servers: 1 | 3
  readonly bridges: number
  /** Whether records are stored that can never be sent. */
  readonly withPoison: boolean
  /** Makes it go wrong, and right again; meanwhile records are stored all the time. */
  readonly disturb: (world: World) => Promise<void>
}
