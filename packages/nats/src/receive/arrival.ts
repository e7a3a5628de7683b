import type { Attributes, Context, SpanKind } from '@opentelemetry/api'
import type { ReceivedMessage } from '../connection/hooks.ts'
import type { Source } from './source.ts'

/** A message that is about to be handed to the application. */
export interface Arrival {
  readonly message: ReceivedMessage
  /** Where it comes from; absent where nothing but the message itself is known. */
  readonly source: Source | undefined
  /** The context of the loop that asked for it; absent for a callback. */
  readonly ambient?: Context | undefined
  /** The kind of its span. @default SpanKind.CONSUMER */
  readonly kind?: SpanKind
  /** What its span carries besides. @default none */
  readonly attributes?: Attributes
  /**
   * Whether it is a value that was stored, maybe long ago: its span is linked to the one that stored
   * it, and never below. @default false
   */
  readonly isStored?: boolean
}
