import type { Extraction } from '@hopscope/observe/w3c'
import type { AsciiText } from '@hopscope/observe/recorder'
import type { Span } from '@opentelemetry/api'

/** What tracing reads of the headers of a received message. */
export interface TraceHeaders {
  /** Whether the span that sent the message was read, or why not. */
  readonly result: Extraction['result']
  /** The span that sent the message, as a remote one; present where the result is `ok`. */
  readonly span: Span | undefined
  /** Whether `traceparent` is there in another case only, in which many readers do not see it. */
  readonly isOtherCase: boolean
  /** Every value of a header, whatever the case of its name; decoded when it is asked for. */
  values(name: TraceHeaderName): readonly string[]
  /** The first value of a header, not decoded where its bytes are plain; absent if there is none. */
  text(name: TraceHeaderName): AsciiText | string | undefined
}

/** A header that tracing reads. */
export type TraceHeaderName = (typeof TRACE_HEADER_NAMES)[number]

/** Every header that tracing reads; a message has few of them. */
export const TRACE_HEADER_NAMES = [
  'traceparent',
  'tracestate',
  'baggage',
  'Nats-Msg-Id',
  'Nats-Trace-Hop',
  'Nats-Trace-Dest',
  'Nats-Scheduler',
  'Xraceparent',
  'x-dead-letter-reason',
] as const

/** Whether a server said that the message is not traced any further. */
export function isTraceDisabled(headers: TraceHeaders): boolean {
  const destinations = headers.values('Nats-Trace-Dest')
  return destinations.length > 0 && destinations.includes(TRACE_DISABLED)
}

// What servers write in place of a destination to stop the servers after them (server/msgtrace.go).
const TRACE_DISABLED = 'trace disabled'
