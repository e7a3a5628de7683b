import { context, SpanKind, type Attributes, type Context, type Span } from '@opentelemetry/api'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { recordFailure } from '../connection/record-failure.ts'
import { ATTRIBUTE } from '../names/attributes.ts'
import { parseDelivery } from '../names/delivery.ts'

/** A settlement that is under way: its span, if it has one, and its measure. */
export interface SettlementSpan {
  /** Absent where the settlement is an event of another span. */
  readonly span: Span | undefined
  /** Ends it; `error` is why it failed. */
  end(error?: unknown): void
}

/** What is told a stream, and how. */
export interface SettlementStart {
  /** `ack`, `ack_ack`, `nak`, `term` or `in_progress`. */
  readonly operation: string
  /** The subject on which the message is acknowledged. */
  readonly replySubject: string
  /** Whether it is a span of its own. */
  readonly hasSpan: boolean
  /** The context of the message's handling; absent if it is not known any more. */
  readonly parent: Context | undefined
  readonly attributes: Attributes
}

/** Begins to measure a settlement, with or without a span. */
export function startSettlementSpan(
  instrumentation: Instrumentation,
  { operation, replySubject, hasSpan, parent, attributes }: SettlementStart,
): SettlementSpan {
  const { measure, observe, server, tracer } = instrumentation
  const startMs = measure.startMs()
  const delivery = hasSpan || startMs !== 0 ? parseDelivery(replySubject) : undefined
  const span = hasSpan
    ? tracer.startSpan(
        `${operation} ${delivery?.stream ?? '(unknown stream)'}`,
        {
          kind: SpanKind.CLIENT,
          attributes: {
            ...server().ofSpans,
            [ATTRIBUTE.operationName]: operation,
            [ATTRIBUTE.operationType]: 'settle',
            ...(delivery && { [ATTRIBUTE.streamName]: delivery.stream }),
            ...delivery?.attributes,
            ...attributes,
          },
        },
        parent ?? context.active(),
      )
    : undefined

  return {
    span,
    end: (error) => observe(() => end(error)),
  }

  function end(error: unknown): void {
    const errorType = error === undefined ? undefined : failedWith(error)
    span?.end()
    if (startMs === 0) return

    const stream = delivery && { [ATTRIBUTE.streamName]: delivery.stream }
    measure.asked(startMs, {
      operation,
      operationType: 'settle',
      subject: undefined,
      attributes: { ...server().ofMetrics, ...stream },
      errorType,
    })
  }

  function failedWith(error: unknown): string {
    return span ? recordFailure(instrumentation, span, error) : instrumentation.errorTypeOf(error)
  }
}
