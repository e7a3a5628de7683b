import type { MsgHdrs } from '@nats-io/nats-core'
import { addSpan } from '@hopscope/observe'
import { trace, type Context, type Span } from '@opentelemetry/api'
import { capture } from '../connection/capture.ts'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { runHook } from '../connection/run-hook.ts'
import { TEMPORARY_NAME, type SubjectName } from '../names/subject-names.ts'
import type { Outgoing, Send } from './send.ts'
import { startSendSpan } from './send-head.ts'
import { enclosingSend } from './within-send.ts'

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
