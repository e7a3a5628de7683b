import type { ResolvedServer } from './resolve-options.ts'

/** What a search came to: a server, or what was met on the way. */
export interface Finding {
  readonly server?: ResolvedServer
  /** What was met and could not be used, a line each. */
  readonly attempts: readonly string[]
}
