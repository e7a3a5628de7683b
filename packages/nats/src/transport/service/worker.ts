/** What takes messages from one source and has them handled, until it is stopped. */
export interface Worker {
  /** How many messages it is handling. */
  readonly inFlight: number
  /** Why it cannot read from its source right now; absent where it can. */
  readonly failure: unknown
  /** Done when it takes no more messages, for whatever reason. */
  readonly ended: Promise<void>
  /** Asks its source anew: the connection is back, and what was asked before is forgotten. */
  renew(): void
  /** Takes no more messages. */
  leave(): void
  /** Done when all that it took are handled. */
  idle(): Promise<void>
  /** Settles all that is being handled, whatever the handlers do. */
  abandon(reason: Error): Promise<void>
}
