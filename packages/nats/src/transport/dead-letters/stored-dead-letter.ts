import type { DeadLetterInfo } from '@hopscope/observe/headers'
import type { MsgHdrs } from '@nats-io/nats-core'
import type { SpanContext } from '@opentelemetry/api'

/** A dead letter as its stream has it. */
export interface StoredDeadLetter {
  /** The stream of dead letters, not that of the original. */
  readonly stream: string
  readonly sequence: number
  /** The subject under which the stream has it. */
  readonly subject: string
  /** When the stream stored it, by the clock of the server, to the nanosecond. */
  readonly storedAt: string
  /** Why it is one, and where it came from; what its headers do not say is absent. */
  readonly info: Partial<DeadLetterInfo>
  /** All of its headers; those of the original are among them. */
  readonly headers: MsgHdrs
  /** The payload of the original. */
  readonly data: Uint8Array
  /** The span that sent the original; absent if its context is not there or not valid. */
  readonly link?: SpanContext
}
