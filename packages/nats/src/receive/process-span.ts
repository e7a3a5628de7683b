import { SpanStatusCode, type Context, type Span } from '@opentelemetry/api'
import type { DeliveredMessage } from '../connection/delivered-messages.ts'
import type { Instrumentation } from '../connection/instrumentation.ts'
import type { Handling } from '../connection/unsettled-messages.ts'
import { recordFailure } from '../connection/record-failure.ts'
import type { MeasuredOperation } from '../metrics/measure.ts'
import { ATTRIBUTE } from '../names/attributes.ts'
import type { ProcessStart } from './process-start.ts'

/** The handling of one message: its span, and the context that the handler runs in. */
export interface Process {
  readonly span: Span
  readonly context: Context
  /**
   * Makes the span one that failed, for want of another error; with a `description`, whatever the
   * error, for that is what the sender was told.
   */
  fail(errorType: string, description?: string): void
  /** Ends the span; `error` is what the handler threw. A second call changes nothing. */
  end(error?: unknown): void
}

/** The handling of a message from the start of its span to its end. */
export class ProcessSpan implements Process, Handling, DeliveredMessage {
  readonly instrumentation: Instrumentation
  readonly span: Span
  readonly context: Context
  readonly #start: ProcessStart
  #isOpen = true
  #failedAs: string | undefined = undefined
  #isAnswered = false

  constructor(instrumentation: Instrumentation, start: ProcessStart, span: Span, context: Context) {
    this.instrumentation = instrumentation
    this.span = span
    this.context = context
    this.#start = start
    const { delivery, reply, startMs } = start
    if (delivery && reply) instrumentation.unsettled.add(reply, this)
    if (startMs !== 0) instrumentation.measure.consumed(this.#measured(undefined))
  }

  fail(errorType: string, description?: string): void {
    this.#failedAs = errorType
    this.#isAnswered = description !== undefined
    this.span.setAttribute(ATTRIBUTE.errorType, errorType)
    const message = description === undefined ? {} : { message: description }
    this.span.setStatus({ code: SpanStatusCode.ERROR, ...message })
  }

  end(error?: unknown): void {
    if (!this.#isOpen) return
    this.#isOpen = false
    const { delivery, reply } = this.#start
    if (delivery && reply) this.instrumentation.unsettled.handled(reply)
    try {
      this.#finish(error)
    } catch (failure) {
      this.instrumentation.failed(failure)
    }
  }

  #finish(error: unknown): void {
    const { instrumentation, span } = this
    const errorType = error === undefined ? this.#failedAs : this.#record(error)
    span.end()
    const { startMs } = this.#start
    if (startMs !== 0) instrumentation.measure.processed(startMs, this.#measured(errorType))
  }

  #record(error: unknown): string | undefined {
    const errorType = recordFailure(this.instrumentation, this.span, error)
    const answered = this.#isAnswered ? this.#failedAs : undefined
    if (answered === undefined) return errorType
    this.span.setAttribute(ATTRIBUTE.errorType, answered)
    return answered
  }

  #measured(errorType: string | undefined): MeasuredOperation {
    const { source, subject } = this.#start
    const attributes = { ...this.instrumentation.server().ofMetrics, ...source.metricAttributes }
    return { operation: 'process', operationType: 'process', subject, attributes, errorType }
  }
}
