import { type HeaderCarrier } from '@hopscope/observe/headers'

/** The message to trace, as the caller gave it. */
export interface TracedMessage {
  readonly subject: string
  readonly payload: Uint8Array | string
  readonly headers: HeaderCarrier
}
