import type { HeaderCarrier } from '@hopscope/observe/headers'

/** The message to trace, as the caller gave it, and what is to be told of it. */
export interface TracedMessage {
  readonly subject: string
  readonly payload: Uint8Array | string
  readonly headers: HeaderCarrier
  /** The reply subject when it is delivered; in a dry run it has one of ours. */
  readonly reply: string | undefined
  /** Whether it gets a `traceparent` when it has none. */
  readonly traceparent: boolean
  /** Where servers report of a delivery because the account says so, rather than to an inbox. */
  readonly msgTraceDest: string | undefined
}
