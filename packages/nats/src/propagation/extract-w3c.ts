import type { MsgHdrs } from '@nats-io/nats-core'
import { withBaggage, withRemoteSpan } from '@hopscope/observe/w3c'
import { ROOT_CONTEXT, type Context, type SpanContext } from '@opentelemetry/api'
import { isTraceDisabled, readTraceHeaders, type TraceHeaders } from '../headers/index.ts'
import type { ContextResult } from './context-result.ts'

/** The little of a message that is read for its context. */
export interface MessageWithHeaders {
  readonly headers?: MsgHdrs | undefined
}

/** What the headers of a received message say. */
export interface Incoming {
  readonly result: ContextResult
  /** The span that sent the message; absent where its context is lost. */
  readonly spanContext: SpanContext | undefined
  /** The root context with that span, and with the baggage that came along. */
  readonly context: Context
  readonly headers: TraceHeaders
}

/** Reads `traceparent`, `tracestate` and, if wanted, `baggage`. */
export function extractW3c(message: MessageWithHeaders, baggage: boolean): Incoming {
  const headers = readTraceHeaders(message)
  const root = baggage ? withBaggage(ROOT_CONTEXT, headers.values('baggage')) : ROOT_CONTEXT
  return new W3cIncoming(headers, root)
}

class W3cIncoming implements Incoming {
  readonly result: ContextResult
  readonly context: Context
  readonly headers: TraceHeaders

  constructor(headers: TraceHeaders, root: Context) {
    const { span } = headers
    this.result = resultOf(headers)
    this.context = span ? withRemoteSpan(root, span) : root
    this.headers = headers
  }

  // Few ask, and its digits are made for who does.
  get spanContext(): SpanContext | undefined {
    return this.headers.span?.spanContext()
  }
}

function resultOf(headers: TraceHeaders): ContextResult {
  const { result } = headers
  if (result !== 'ok') return result
  if (isTraceDisabled(headers) || isRenamed(headers)) return 'disabled_by_server'
  return headers.isOtherCase ? 'case_mismatch' : 'ok'
}

// Servers 2.11 to 2.13 rename the header in messages that they do not trace any further.
function isRenamed(headers: TraceHeaders): boolean {
  return headers.values('Xraceparent').length > 0 && headers.values('traceparent').length === 0
}
