import type { ConnectionKind, JourneyNode } from '@hopscope/path'

/** A span of the trace, or one that others name and nobody has. */
export type RowNode = JourneyNode | MissingNode

/** A span that others name, or that a server announced, and that has not come. */
export interface MissingNode {
  readonly role: 'missing'
  /** The server that did not report; absent where it is not known to be one. */
  readonly server?: string
  /** By what the message was sent to the server. */
  readonly by?: ConnectionKind
  /** The server cannot report: nothing more will come of it. */
  readonly isTooOld: boolean
  /** When it had begun at the latest; nanoseconds since 1970 in UTC. */
  readonly start: bigint
  readonly end: bigint
  readonly children: readonly JourneyNode[]
}
