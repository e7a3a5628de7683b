import type { ConnectionFlags } from '../connect/connection-flags.ts'

/** What every `hopscope dlq …` takes. */
export interface DlqFlags extends ConnectionFlags {
  /** The stream of dead letters. */
  readonly stream: string
  readonly json?: boolean
}

/** Which dead letters a command is about. */
export interface SelectionFlags extends DlqFlags {
  readonly all?: boolean
  /** Without it nothing is changed. */
  readonly yes?: boolean
}
