import { SpanStatusCode, type Context, type Span } from '@opentelemetry/api'
import type { DeliveredMessage } from '../connection/delivered-messages.ts'
import type { Instrumentation } from '../connection/instrumentation.ts'
import type { Handling } from '../connection/unsettled-messages.ts'
import { recordFailure } from '../connection/record-failure.ts'
import type { MeasuredOperation } from '../metrics/measure.ts'
import { ATTRIBUTE } from '../names/attributes.ts'
import type { SubjectName } from '../names/subject-names.ts'
import type { Source } from './source.ts'

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

/** What there is of a {@link Process} when its span has begun. */
export interface ProcessStart {
  readonly span: Span
  readonly context: Context
  readonly source: Source
  readonly subject: SubjectName
  /** The subject on which a message of a stream is acknowledged; absent for one of core NATS. */
  readonly replySubject: string | undefined
  /** When it began; 0 while nobody measures. */
  readonly startMs: number
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

  constructor(instrumentation: Instrumentation, start: ProcessStart) {
    this.instrumentation = instrumentation
    this.span = start.span
    this.context = start.context
    this.#start = start
    const { replySubject, startMs } = start
    if (replySubject) instrumentation.unsettled.add(replySubject, this)
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
    const { replySubject } = this.#start
    if (replySubject) this.instrumentation.unsettled.handled(replySubject)
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
