import type { BatchAck } from '@nats-io/jetstream'
import { context, SpanKind, type Attributes, type Link, type Span } from '@opentelemetry/api'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { recordFailure } from '../connection/record-failure.ts'
import { watched } from '../connection/watched.ts'
import { ATTRIBUTE } from '../names/attributes.ts'
import type { Send } from '../send/send.ts'
import { isTracingSuppressed } from '../connection/without-tracing.ts'

/** A batch that is published to a stream. */
export interface Batch {
  readonly instrumentation: Instrumentation
  /** Counts a message of it that is sent. */
  add(send: Send): void
  /** Makes the span of the whole, which ends with the stream's answer to the commit; hand on what it gives. */
  commit(ack: Promise<BatchAck>): Promise<BatchAck>
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
      let span: Span | undefined
      instrumentation.observe(() => {
        span = startSpan(instrumentation, subject, { startTime, links })
      })
      return span ? endWith(instrumentation, span, ack) : ack
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
  instrumentation: Instrumentation,
  span: Span,
  ack: Promise<BatchAck>,
): Promise<BatchAck> {
  const { observe } = instrumentation
  return watched(
    ack,
    ({ stream, count }) =>
      observe(() => {
        span.setAttribute(ATTRIBUTE.streamName, stream)
        span.setAttribute(ATTRIBUTE.batchMessageCount, count)
        span.end()
      }),
    (error) =>
      observe(() => {
        recordFailure(instrumentation, span, error)
        span.end()
      }),
  )
}
