import type { Span } from '@opentelemetry/api'

/** A message that is being handled. */
export interface Delivery<M> {
  readonly message: M
  /** The span of its handling; absent where nothing is traced. */
  readonly span: Span | undefined
  /** Aborted when the handling has no more time; what becomes of the message is then decided elsewhere. */
  readonly signal: AbortSignal
}

/** How the messages of a source are handled. */
export interface Handling<M> {
  /** Handles a message up to its settlement; never rejects. What it resolves to is what went wrong. */
  run(delivery: Delivery<M>): Promise<Error | undefined>
  /** Settles a message whose handler is still at work when the service stops; never rejects. */
  abandon(delivery: Delivery<M>, reason: Error): Promise<void>
}
