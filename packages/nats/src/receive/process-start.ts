import type { SpanHead } from '../connection/span-heads.ts'
import type { Delivery } from '../names/delivery.ts'
import type { SubjectName } from '../names/subject-names.ts'
import type { Incoming } from '../propagation/extract-w3c.ts'
import type { Arrival } from './arrival.ts'
import type { Parentage } from './parentage.ts'
import type { Source } from './source.ts'

/** What is known of a message when its span begins: one object, since there are many messages. */
export interface ProcessStart {
  readonly arrival: Arrival
  readonly source: Source
  /** What its span is named after. */
  readonly subject: SubjectName
  /** What it was sent to. */
  readonly destination: string
  /** Where it is answered, or acknowledged if it came from a stream; absent for neither. */
  readonly reply: string | undefined
  /** Absent for a message of core NATS. */
  readonly delivery: Delivery | undefined
  readonly head: SpanHead
  readonly incoming: Incoming
  /** Absent where the span is below the one that sent the message. */
  readonly parentage: Parentage | undefined
  /** When it began; 0 while nobody measures. */
  readonly startMs: number
}
