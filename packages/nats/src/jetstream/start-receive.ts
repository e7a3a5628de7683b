import { context, SpanKind, type Span } from '@opentelemetry/api'
import type { ReceivedMessage } from '../connection/hooks.ts'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { recordFailure } from '../connection/record-failure.ts'
import { ATTRIBUTE } from '../names/attributes.ts'
import type { Source } from '../receive/source.ts'

/** Messages that are being asked for: the span of the asking, up to its end. */
export interface Receive {
  /** A message came: the span is linked to the one that sent it. */
  received(message: ReceivedMessage): void
  /** No more will come; `error` is why. */
  end(error?: unknown): void
}

/**
 * Starts a `fetch` or a `next`; nothing if that fails.
 *
 * What found nothing is measured and has no span: a worker that waits for work would make a trace of
 * every time it asks. So the span begins when it is known to be one, at the time it really began.
 */
export function startReceive(
  instrumentation: Instrumentation,
  operation: 'fetch' | 'next',
  source: Source | undefined,
): Receive | undefined {
  if (!source) return undefined
  const { measure, observe, server, propagation, nameOf, tracer } = instrumentation
  const { subject, attributes, metricAttributes } = source

  const parent = context.active()
  const startMs = measure.startMs()
  const startTime = performance.now()
  let span: Span | undefined
  let count = 0
  let isOpen = true
  return {
    received: (message) =>
      observe(() => {
        if (!isOpen || !nameOf(message.subject).isTraced) return
        count++
        const { spanContext } = propagation.extract(message)
        const begun = (span ??= startSpan())
        if (spanContext) begun.addLink({ context: spanContext })
      }),
    end: (error) =>
      observe(() => {
        if (!isOpen) return
        isOpen = false
        if (error === undefined && !span) return measured(undefined)
        finish((span ??= startSpan()), error)
      }),
  }

  function startSpan(): Span {
    return tracer.startSpan(
      `${operation} ${subject.display}`,
      {
        kind: SpanKind.CLIENT,
        startTime,
        attributes: {
          ...server().ofSpans,
          [ATTRIBUTE.operationName]: operation,
          [ATTRIBUTE.operationType]: 'receive',
          ...attributes,
        },
      },
      parent,
    )
  }

  function finish(ended: Span, error: unknown): void {
    if (operation === 'fetch') ended.setAttribute(ATTRIBUTE.batchMessageCount, count)
    const errorType = error === undefined ? undefined : recordFailure(instrumentation, ended, error)
    ended.end()
    measured(errorType)
  }

  function measured(errorType: string | undefined): void {
    if (startMs === 0) return
    measure.asked(startMs, {
      operation,
      operationType: 'receive',
      subject,
      attributes: { ...server().ofMetrics, ...metricAttributes },
      errorType,
    })
  }
}
