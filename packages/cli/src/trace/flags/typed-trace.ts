import type { TraceFlags } from './trace-flags.ts'

/** A command line, as it was typed. */
export interface TypedTrace {
  readonly subject: string | undefined
  readonly payload: string | undefined
  readonly flags: TraceFlags
}
