import type { StoredMsg } from '@nats-io/jetstream'
import { addSpan, recordError } from '@hopscope/observe'
import { context, SpanKind, type Span } from '@opentelemetry/api'
import type { Instrumentation } from '../../connection/instrumentation.ts'
import { ATTRIBUTE } from '../../names/attributes.ts'
import { storedHeaders } from './stored-headers.ts'
import type { Exhausted } from './exhausted.ts'

/** What a span tells of a message that is given up where nobody is handling it. */
export interface GivenUp {
  readonly exhausted: Exhausted
  readonly message: StoredMsg
  readonly error: Error
}

/**
 * Runs `work` with a span `dead_letter {subject}` below the span that sent the message, since there is
 * none of a handler that could tell of it; without one where nothing is traced.
 */
export async function withDeadLetterSpan<T>(
  instrumentation: Instrumentation | undefined,
  { exhausted, message, error }: GivenUp,
  work: (span: Span | undefined) => Promise<T>,
): Promise<T> {
  const { subject } = message
  const name = instrumentation?.nameOf(subject)
  if (!instrumentation || !name?.isTraced) return work(undefined)

  const parent = instrumentation.propagation.extract({ headers: storedHeaders(message) }).context
  const span = instrumentation.tracer.startSpan(
    `dead_letter ${name.display}`,
    {
      kind: SpanKind.CONSUMER,
      attributes: {
        ...instrumentation.server().ofSpans,
        [ATTRIBUTE.operationName]: 'dead_letter',
        [ATTRIBUTE.operationType]: 'settle',
        [ATTRIBUTE.destinationName]: subject,
        [ATTRIBUTE.streamName]: exhausted.stream,
        [ATTRIBUTE.streamSequence]: exhausted.sequence,
        [ATTRIBUTE.deliveryCount]: exhausted.deliveryCount,
        [ATTRIBUTE.errorType]: error.name,
      },
    },
    parent,
  )
  recordError(span, error)
  try {
    return await context.with(addSpan(parent, span), work, undefined, span)
  } finally {
    span.end()
  }
}
