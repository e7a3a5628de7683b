import type { MsgHdrs, Payload } from '@nats-io/nats-core'
import { addSpan } from '@hopscope/observe'
import {
  trace,
  type Attributes,
  type Context,
  type Link,
  type Span,
  type SpanKind,
} from '@opentelemetry/api'
import { capture } from '../connection/capture.ts'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { recordFailure } from '../connection/record-failure.ts'
import { runHook } from '../connection/run-hook.ts'
import { TEMPORARY_NAME, type SubjectName } from '../names/subject-names.ts'
import { startSendSpan } from './send-head.ts'
import { enclosingSend } from './within-send.ts'

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

/** Starts the span of a message that is sent below `parent`. */
export function openSend(
  instrumentation: Instrumentation,
  outgoing: Outgoing,
  subject: SubjectName,
  parent: Context,
): Send {
  const enclosing = enclosingSend(parent)
  if (enclosing) return partOf(enclosing, outgoing)

  const { settings, measure } = instrumentation
  const startMs = measure.startMs()
  const span = startSendSpan(instrumentation, outgoing, subject, parent)
  capture(settings, span, outgoing)
  const { publish } = settings.hooks
  if (publish) runHook(instrumentation, span, () => publish(span, outgoing))

  return new OpenSend(outgoing, {
    instrumentation,
    span,
    context: addSpan(parent, span),
    operation: outgoing.operation,
    subject,
    startMs,
    isPart: false,
  })
}

/** What tracing makes of the subject of a message that is about to be sent. */
export function nameOfOutgoing(
  { nameOf }: Instrumentation,
  { subject, isReply }: Outgoing,
): SubjectName {
  return isReply ? TEMPORARY_NAME : nameOf(subject)
}

/** Ends the span of a message that was sent, and was answered if it had to be. */
export function endSend(send: Send, attributes?: Attributes): void {
  try {
    if (attributes) send.span.setAttributes(attributes)
    finish(send, undefined)
  } catch (error) {
    send.instrumentation.failed(error)
  }
}

/** Ends the span of a message that could not be sent, or was not answered. */
export function failSend(send: Send, error: unknown): void {
  const { instrumentation, span } = send
  instrumentation.observe(() => finish(send, recordFailure(instrumentation, span, error)))
}

// Its span is that of the whole, which ends later, and which nothing that a part does may end.
function partOf(whole: Send, outgoing: Outgoing): Send {
  const { instrumentation, context, operation, subject, startMs } = whole
  const span = trace.wrapSpanContext(whole.span.spanContext())
  const isPart = true
  return new OpenSend(outgoing, {
    instrumentation,
    span,
    context,
    operation,
    subject,
    startMs,
    isPart,
  })
}

class OpenSend implements Send {
  readonly instrumentation: Instrumentation
  readonly span: Span
  readonly context: Context
  readonly operation: string
  readonly subject: SubjectName
  readonly startMs: number
  readonly isPart: boolean
  #headers: MsgHdrs | undefined
  #isInjected = false

  constructor({ headers }: Outgoing, send: Omit<Send, 'headers'>) {
    this.instrumentation = send.instrumentation
    this.span = send.span
    this.context = send.context
    this.operation = send.operation
    this.subject = send.subject
    this.startMs = send.startMs
    this.isPart = send.isPart
    this.#headers = headers
  }

  get headers(): MsgHdrs | undefined {
    if (this.#isInjected) return this.#headers

    this.#isInjected = true
    const { propagation, failed } = this.instrumentation
    try {
      this.#headers = propagation.inject(this.context, this.#headers)
    } catch (error) {
      failed(error)
    }
    return this.#headers
  }
}

function finish(send: Send, errorType: string | undefined): void {
  const { instrumentation, span, operation, subject, startMs, isPart } = send
  span.end()
  if (isPart || startMs === 0) return

  const attributes = instrumentation.server().ofMetrics
  instrumentation.measure.sent(startMs, {
    operation,
    operationType: 'send',
    subject,
    attributes,
    errorType,
  })
}
