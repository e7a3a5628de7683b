import type { MsgHdrs, NatsConnection } from '@nats-io/nats-core'
import type { Attributes, Span } from '@opentelemetry/api'
import { instrumentationOf } from '../../connection/instrumentation.ts'
import { isInjected } from '../../headers/index.ts'
import { endSend, failSend } from '../../send/end-send.ts'
import type { Outgoing, Send } from '../../send/send.ts'
import { startSend } from '../../send/start-send.ts'
import { withoutTracing } from '../../connection/without-tracing.ts'
import { addCanonicalTrace } from './canonical-trace.ts'
import { add, type HeaderLine } from './compose.ts'

/** A message of the transport on its way out, with a span if it is traced. */
export interface TracedSend {
  /** What goes onto the wire. */
  readonly headers: MsgHdrs
  /** Sends it: what is called in here has no span of its own. */
  run<T>(work: () => T): T
  /** Adds to the span, unless it has ended. */
  note(attributes: Attributes): void
  end(attributes?: Attributes): void
  fail(error: unknown): void
}

/** A message that is about to be sent, by the transport. */
export interface TransportOutgoing extends Outgoing {
  readonly headers: MsgHdrs
  /** What comes after the trace context on the wire. */
  readonly natsHeaders: readonly HeaderLine[]
  readonly canonicalTrace: boolean
}

/**
 * Starts the span of a message that the application sends in one call, however many messages that
 * takes; without tracing, its headers are all there is.
 *
 * @throws {@link TransportError} HEADER_INVALID, or NatsTracingError CONTEXT_LOST in the mode that asks for it
 */
export function startTracedSend(
  connection: NatsConnection,
  outgoing: TransportOutgoing,
): TracedSend {
  const instrumentation = instrumentationOf(connection)
  const send = instrumentation && startSend(instrumentation, withLaterBytes(outgoing))

  const headers = send?.headers ?? outgoing.headers
  try {
    if (send && hasRoomForCopies(connection, outgoing)) addCanonicalTrace(headers)
    for (const line of outgoing.natsHeaders) add(headers, line)
  } catch (error) {
    if (send) failSend(send, error)
    throw error
  }
  return send ? traced(send, headers) : untraced(headers)
}

// What is sent with headers of a span that was begun has no other.
function traced(send: Send, headers: MsgHdrs): TracedSend {
  return {
    headers,
    // Where there is no context to carry, nothing tells nats.js that the span has begun.
    run: (work) => (isInjected(headers) ? work() : withoutTracing(work)),
    note: (attributes) => send.instrumentation.observe(() => addTo(send.span, attributes)),
    end: (attributes) => endSend(send, attributes),
    fail: (error) => failSend(send, error),
  }
}

// Why there is no span has been told; what is sent in here would have it told once more.
function untraced(headers: MsgHdrs): TracedSend {
  return { headers, run: (work) => withoutTracing(work), note() {}, end() {}, fail() {} }
}

// OpenTelemetry's own spans complain of what comes late.
function addTo(span: Span, attributes: Attributes): void {
  if (span.isRecording()) span.setAttributes(attributes)
}

// The context itself had room. One that nearly fills the message is sent without copies.
function hasRoomForCopies(
  { info }: NatsConnection,
  { canonicalTrace, headers, payload }: TransportOutgoing,
): boolean {
  if (!canonicalTrace || !info) return canonicalTrace
  let length = payload?.length ?? 0
  for (const [name, values] of headers) {
    for (const value of values) length += lineLength([name, value])
  }
  return length + 2 * MOST_CONTEXT_BYTES <= info.max_payload
}

// What `tracestate` and baggage may be together (W3C: 16 KiB and 8 KiB), and the rest.
const MOST_CONTEXT_BYTES = 25 * 1024

function withLaterBytes(outgoing: TransportOutgoing): Outgoing {
  let laterBytes = 0
  for (const line of outgoing.natsHeaders) laterBytes += lineLength(line)
  return { ...outgoing, laterBytes }
}

// A character is 3 bytes at the most.
function lineLength([name, value]: HeaderLine): number {
  return name.length + value.length * 3 + 4
}
