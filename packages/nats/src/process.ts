import type { MsgHdrs } from '@nats-io/nats-core'
import { recordError } from '@hopscope/observe'
import { readHeader } from '@hopscope/observe/headers'
import { hopSpanId } from '@hopscope/observe/hop'
import { extractSpanContext } from '@hopscope/observe/w3c'
import {
  context,
  createContextKey,
  ROOT_CONTEXT,
  SpanKind,
  trace,
  TraceFlags,
  type Attributes,
  type Context,
  type Link,
  type Span,
  type SpanContext,
} from '@opentelemetry/api'
import { ATTRIBUTE } from './attributes.ts'
import { isTraceDisabled } from './inject.ts'
import type { Instrumentation } from './instrumentation.ts'
import { parseDelivery } from './delivery.ts'
import type { Source } from './source.ts'

/** The little of a message that tracing needs; messages of core NATS and of streams both have it. */
export interface ReceivedMessage {
  readonly subject: string
  readonly reply?: string
  readonly headers?: MsgHdrs | undefined
}

/** The handling of one message: its span, and the context that the handler runs in. */
export interface Process {
  readonly span: Span
  readonly context: Context
  /** Ends the span; `error` is what the handler threw. */
  end(error?: unknown): void
}

/** The subject on which the running handler's message waits for a reply. */
export const REPLY_SUBJECT: symbol = createContextKey('@hopscope/nats reply subject')

const contexts = new WeakMap<object, Context>()

/**
 * The context of a message that an instrumented connection delivered, to go on with where it is not
 * active: after a batch, in another queue, in a generator between the subscription and the handler.
 *
 * It is the root context for a message that was delivered otherwise.
 */
export function contextOf(message: object): Context {
  return contexts.get(message) ?? ROOT_CONTEXT
}

/**
 * Starts the CONSUMER span of one message, as a child of the span that sent it.
 *
 * It never looks at the active context: nats.js calls back in the one that was active at `connect`.
 */
export function startProcess(
  instrumentation: Instrumentation,
  source: Source,
  message: ReceivedMessage,
): Process {
  const { spanContext, result } = extractSpanContext(message.headers)
  const parent = spanContext ? trace.setSpanContext(ROOT_CONTEXT, spanContext) : ROOT_CONTEXT
  const delivery = parseDelivery(message.reply)
  const span = instrumentation.tracer().startSpan(
    `process ${source.name}`,
    {
      kind: SpanKind.CONSUMER,
      attributes: {
        ...processAttributes(instrumentation, source, message),
        // A trace that begins here for want of a context must not look like one that was meant to.
        ...(result !== 'ok' && { [ATTRIBUTE.traceContext]: result }),
        ...(delivery && { ...delivery.attributes, ...storedHop(message) }),
      },
      links: delivery || !spanContext ? [] : hopLinks(instrumentation, message, spanContext),
    },
    parent,
  )
  const active = trace.setSpan(parent, span).setValue(REPLY_SUBJECT, message.reply)
  contexts.set(message, active)
  const { unsettled } = instrumentation
  if (delivery && message.reply) unsettled.set(message.reply, span)
  return {
    span,
    context: active,
    end(error) {
      if (delivery && message.reply) unsettled.delete(message.reply)
      instrumentation.observe(() => endSpan(span, error))
    },
  }
}

function endSpan(span: Span, error: unknown): void {
  if (error !== undefined) {
    recordError(span, error)
    span.setAttribute(ATTRIBUTE.errorType, error instanceof Error ? error.name : typeof error)
  }
  span.end()
}

/** Calls `handler` in the context of its message, and ends the message's span when it is done. */
export function runHandler<T>(process: Process, handler: () => T): T {
  let result: T
  try {
    result = context.with(process.context, handler)
  } catch (error) {
    process.end(error)
    throw error
  }
  // Not any object with a `then`: that of a query, for one, would run it.
  if (!(result instanceof Promise)) {
    process.end()
    return result
  }
  const done = result.then(
    (value: unknown) => {
      process.end()
      return value
    },
    (error: unknown) => {
      process.end(error)
      throw error
    },
  )
  return done as T
}

function processAttributes(
  instrumentation: Instrumentation,
  source: Source,
  { subject, headers }: ReceivedMessage,
): Attributes {
  const messageId = headers && readHeader(headers, 'Nats-Msg-Id')[0]
  return {
    ...instrumentation.serverAttributes(),
    [ATTRIBUTE.operationName]: 'process',
    [ATTRIBUTE.operationType]: 'process',
    [ATTRIBUTE.destinationName]: subject,
    ...source.attributes,
    ...(messageId !== undefined && { [ATTRIBUTE.messageId]: messageId }),
  }
}

// A message from a stream knows the hop of the stream's leader, and not which server that was.
function storedHop({ headers }: ReceivedMessage): Attributes {
  const hop = headers && readHeader(headers, 'Nats-Trace-Hop')[0]
  return hop ? { [ATTRIBUTE.traceHop]: hop } : {}
}

/**
 * The link to the very server hop that delivered the message.
 *
 * The server that the client is connected to wrote its hop into the message, so the id of its span
 * is known here, before that span exists. Without the header, the message was published on this
 * server or not traced by it; readers then join by the server's name. Where tracing was disabled on
 * the way, the header may be that of a server before.
 */
function hopLinks(
  { connection }: Instrumentation,
  { subject, headers }: ReceivedMessage,
  { traceId, spanId }: SpanContext,
): Link[] {
  const hop = headers && readHeader(headers, 'Nats-Trace-Hop')[0]
  const server = connection.info?.server_name
  if (!hop || !server || isTraceDisabled(headers)) return []

  const key = {
    traceId,
    producerSpanId: spanId,
    server,
    hop,
    subject,
    messageId: readHeader(headers, 'Nats-Msg-Id')[0],
  }
  return [{ context: { traceId, spanId: hopSpanId(key), traceFlags: TraceFlags.SAMPLED } }]
}
