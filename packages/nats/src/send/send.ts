import type { MsgHdrs, Payload } from '@nats-io/nats-core'
import type { Attributes, Context, Link, Span, SpanKind } from '@opentelemetry/api'
import type { Instrumentation } from '../connection/instrumentation.ts'
import type { SubjectName } from '../names/subject-names.ts'

/** A message on its way out: its span, and the headers that carry that span's context. */
export interface Send {
  readonly instrumentation: Instrumentation
  readonly span: Span
  /** The context with that span. */
  readonly context: Context
  /** What to send in place of the headers of the application, which stay as they are; made when it is asked for. */
  readonly headers: MsgHdrs | undefined
  readonly operation: string
  readonly subject: SubjectName
  /** When it began; 0 while nobody measures. */
  readonly startMs: number
  /** Whether it is part of another send, whose span and measures it shares. */
  readonly isPart: boolean
}

/** A message that is about to be sent. */
export interface Outgoing {
  /** What is done with it, in a word: the name of its span begins with it. */
  readonly operation: string
  readonly subject: string
  readonly payload: Payload | undefined
  /** Those of the application; they are copied. */
  readonly headers: MsgHdrs | undefined
  /** @default SpanKind.PRODUCER: the context of the span travels in the message */
  readonly kind?: SpanKind
  /** Whether it answers another message, whatever the subject. @default false */
  readonly isReply?: boolean
  /** What is active where it is sent. @default asked for */
  readonly active?: Context
  /** What stands for the subject in the name of the span. @default the subject, or its template */
  readonly display?: string
  /** What its span carries besides. @default none */
  readonly attributes?: Attributes
  /** How many bytes of headers are added once the context is there. @default 0 */
  readonly laterBytes?: number
  /** Spans that it has to do with, and is not below. @default none */
  readonly links?: readonly Link[]
}
