import type { JourneyNode } from '@hopscope/path'

/** A consumer's span with its row. */
export interface Attempt {
  readonly row: number
  readonly node: JourneyNode
}
