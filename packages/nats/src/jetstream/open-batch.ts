import type { BatchAck } from '@nats-io/jetstream'
import { recordError } from '@hopscope/observe'
import { context, SpanKind, type Attributes, type Link, type Span } from '@opentelemetry/api'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { ATTRIBUTE } from '../names/attributes.ts'
import type { Send } from '../send/send.ts'
import { isTracingSuppressed } from '../send/without-tracing.ts'

/** A batch that is published to a stream. */
export interface Batch {
  readonly instrumentation: Instrumentation
  /** Counts a message of it that is sent. */
  add(send: Send): void
  /** Makes the span of the whole, which ends with the stream's answer to the commit. */
  commit(ack: Promise<BatchAck>): void
}

/**
 * A batch whose first message goes to `subject`.
 *
 * Its span is made when it is committed and begins when the batch did: one that is never committed,
 * which the server discards, leaves no span open.
 */
export function openBatch(instrumentation: Instrumentation, subject: string): Batch {
  const startTime = Date.now()
  const links: Link[] = []
  return {
    instrumentation,
    add({ span }) {
      if (links.length < MAX_LINKS) links.push({ context: span.spanContext() })
    },
    commit(ack) {
      instrumentation.observe(() => {
        const span = startSpan(instrumentation, subject, { startTime, links })
        if (span) endWith(instrumentation, span, ack)
      })
    },
  }
}

// What SDKs keep of a span by default; the messages beyond have the same trace all the same.
const MAX_LINKS = 128

interface Members {
  readonly startTime: number
  readonly links: Link[]
}

function startSpan(
  { nameOf, tracer, server }: Instrumentation,
  subject: string,
  { startTime, links }: Members,
): Span | undefined {
  const parent = context.active()
  const name = nameOf(subject)
  if (!name.isTraced || isTracingSuppressed(parent)) return undefined
  const attributes: Attributes = {
    ...server().ofSpans,
    [ATTRIBUTE.operationName]: 'batch',
    [ATTRIBUTE.operationType]: 'send',
  }
  const kind = SpanKind.CLIENT
  return tracer.startSpan(`batch ${name.display}`, { kind, startTime, links, attributes }, parent)
}

function endWith(
  { observe, errorTypeOf }: Instrumentation,
  span: Span,
  ack: Promise<BatchAck>,
): void {
  ack.then(
    ({ stream, count }) =>
      observe(() => {
        span.setAttribute(ATTRIBUTE.streamName, stream)
        span.setAttribute(ATTRIBUTE.batchMessageCount, count)
        span.end()
      }),
    (error: unknown) =>
      observe(() => {
        recordError(span, error)
        span.setAttribute(ATTRIBUTE.errorType, errorTypeOf(error))
        span.end()
      }),
  )
}
