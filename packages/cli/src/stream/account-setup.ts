/** Which accounts have their hops stored, and where. */
export interface AccountSetup {
  /** Accounts whose messages are traced. */
  readonly accounts: readonly string[]
  /** The account that stores the telemetry of all; each stores its own if there is none. */
  readonly central?: string
}

/** How accounts are set up: by files of the servers, or by JWTs that `nsc` makes. */
export type SetupKind = 'config' | 'nsc'
