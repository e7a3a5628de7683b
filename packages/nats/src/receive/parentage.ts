import {
  isSpanContextValid,
  propagation,
  trace,
  TraceFlags,
  type Context,
  type Link,
  type Span,
} from '@opentelemetry/api'
import type { Settings } from '../connection/settings.ts'
import type { Incoming } from '../propagation/extract-w3c.ts'

/** Where the span of a received message belongs that is not below the one that sent it. */
export interface Parentage {
  readonly parent: Context
  /** Whether it begins a trace, whatever span there is in `parent`. */
  readonly isRoot: boolean
  /** The span that sent the message, where it is not the parent. */
  readonly links: readonly Link[]
}

/**
 * Where the span of a message belongs, by the option `parent`; `undefined` where it is below the span
 * that sent it, as those of nearly all messages are.
 *
 * `ambient` is the context of the loop that asked for the message; absent for a callback, which
 * nats.js calls in the context that was active when the connection was made.
 */
export function parentageOf(
  mode: Settings['parent'],
  incoming: Incoming,
  ambient: Context | undefined,
): Parentage | undefined {
  const { context, headers } = incoming
  const isLate = isSentLongAgo(headers)
  if (mode === 'message' && !isLate) return undefined

  const { spanContext } = incoming
  const links = spanContext ? [{ context: spanContext }] : NO_LINKS
  const alive = mode === 'ambient' && ambient && isAlive(trace.getSpan(ambient))
  if (alive) return { parent: withBaggageOf(context, ambient), isRoot: false, links }
  return mode === 'link' || isLate ? { parent: context, isRoot: true, links } : undefined
}

// Each firing of a schedule has the context of the message that set it up; a dead letter that of the
// message that it is a copy of, whose trace has ended with it.
function isSentLongAgo(headers: Incoming['headers']): boolean {
  return (
    headers.values('Nats-Scheduler').length > 0 || headers.values('x-dead-letter-reason').length > 0
  )
}

function withBaggageOf(message: Context, ambient: Context): Context {
  const baggage = propagation.getBaggage(message)
  return baggage ? propagation.setBaggage(ambient, baggage) : ambient
}

const NO_LINKS: readonly Link[] = []

// A span that is not sampled does not tell whether it has ended.
function isAlive(span: Span | undefined): boolean {
  if (!span) return false
  const spanContext = span.spanContext()
  if (!isSpanContextValid(spanContext)) return false
  return span.isRecording() || (spanContext.traceFlags & TraceFlags.SAMPLED) === 0
}
