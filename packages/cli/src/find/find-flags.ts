import type { ConnectionFlags } from '../connect/connection-flags.ts'

/** What `hopscope search` and `hopscope tail` take. */
export interface FindFlags extends ConnectionFlags {
  readonly stream: string
  /** One trace a line, as JSON. */
  readonly json?: boolean
  /** The tree of each trace below its line; not with `json`. */
  readonly tree?: boolean
}

/** What `hopscope search` takes. */
export interface SearchFlags extends FindFlags {
  readonly limit: number
  /** Milliseconds before now, or of the epoch. */
  readonly since?: Date
  readonly until?: Date
  readonly sort: 'newest' | 'slowest'
}
