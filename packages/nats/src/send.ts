import type { MsgHdrs } from '@nats-io/nats-core'
import { readHeader } from '@hopscope/observe/headers'
import { recordError } from '@hopscope/observe'
import { extractSpanContext } from '@hopscope/observe/w3c'
import {
  context,
  isSpanContextValid,
  SpanKind,
  trace,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api'
import { ATTRIBUTE } from './attributes.ts'
import { inject } from './inject.ts'
import type { Instrumentation } from './instrumentation.ts'

/** A message on its way out: its span, and the headers that carry that span's context. */
export interface Send {
  readonly span: Span
  readonly headers: MsgHdrs | undefined
  readonly instrumentation: Instrumentation
}

/** What is done with a message that goes out. */
export type SendOperation = 'publish' | 'request' | 'reply'

/**
 * Starts the PRODUCER span of one message.
 *
 * Every message has one of its own, requests and replies included: the server hops of a message are
 * named after the span in its `traceparent`, and must not be those of another.
 */
export function startSend(
  instrumentation: Instrumentation,
  operation: SendOperation,
  subject: string,
  headers: MsgHdrs | undefined,
): Send {
  const span = instrumentation.tracer().startSpan(
    // An inbox is used once, and would make every name another.
    operation === 'reply' ? 'reply (temporary)' : `${operation} ${subject}`,
    {
      kind: SpanKind.PRODUCER,
      attributes: sendAttributes(instrumentation, operation, subject, headers),
    },
    parentOf(headers),
  )
  const spanContext = span.spanContext()
  return {
    span,
    headers: isSpanContextValid(spanContext) ? inject(spanContext, headers) : headers,
    instrumentation,
  }
}

/** Ends the span of a message that was sent. */
export function endSend({ span, instrumentation }: Send, attributes?: Attributes): void {
  instrumentation.observe(() => {
    if (attributes) span.setAttributes(attributes)
    span.end()
  })
}

/** Ends the span of a message that could not be sent, or was not answered. */
export function failSend({ span, instrumentation }: Send, error: unknown): void {
  instrumentation.observe(() => {
    recordError(span, error)
    span.setAttribute(ATTRIBUTE.errorType, errorType(error))
    span.end()
  })
}

// A context that the application put into the headers by hand counts where none is active.
function parentOf(headers: MsgHdrs | undefined): Context {
  const active = context.active()
  const current = trace.getSpanContext(active)
  // Without an SDK, OpenTelemetry's own spans have no context that could be continued.
  if (current && isSpanContextValid(current)) return active

  const { spanContext } = extractSpanContext(headers)
  return spanContext ? trace.setSpanContext(active, spanContext) : active
}

function sendAttributes(
  instrumentation: Instrumentation,
  operation: SendOperation,
  subject: string,
  headers: MsgHdrs | undefined,
): Attributes {
  const messageId = headers && readHeader(headers, 'Nats-Msg-Id')[0]
  return {
    ...instrumentation.serverAttributes(),
    [ATTRIBUTE.operationName]: operation,
    [ATTRIBUTE.operationType]: 'send',
    [ATTRIBUTE.destinationName]: subject,
    ...(operation === 'reply' && { [ATTRIBUTE.destinationTemporary]: true }),
    ...(messageId !== undefined && { [ATTRIBUTE.messageId]: messageId }),
  }
}

function errorType(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
