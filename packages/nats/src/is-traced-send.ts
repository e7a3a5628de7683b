import type { MsgHdrs, Payload } from '@nats-io/nats-core'
import { context, trace } from '@opentelemetry/api'
import { isInjected } from './inject.ts'
import type { Instrumentation } from './instrumentation.ts'
import { isTracedSubject, isTracingSuppressed } from './traced-subject.ts'

/**
 * Whether a message that is being sent gets a span, and carries its context.
 *
 * All do but those of untraced subjects, those that carry the context of their span already, what is
 * sent with tracing suppressed, and what has no room for it.
 */
export function isTracedSend(
  instrumentation: Instrumentation,
  subject: string,
  payload: Payload | undefined,
  headers: MsgHdrs | undefined,
): boolean {
  return (
    isTracedSubject(subject) &&
    !isInjected(headers) &&
    !isTracingSuppressed() &&
    canCarryHeaders(instrumentation, payload, headers)
  )
}

// Room for `traceparent`, for what a sampler adds to `tracestate`, and for the line before headers.
const CONTEXT_BYTES = 640

// Whether the server takes headers, and the message with ours stays within its `max_payload`.
function canCarryHeaders(
  { connection }: Instrumentation,
  payload: Payload | undefined,
  headers: MsgHdrs | undefined,
): boolean {
  const { info } = connection
  if (!info) return true
  if (!info.headers) return false

  // A character of text is 3 bytes at the most, so nearly every message is settled here.
  const length = typeof payload === 'string' ? payload.length * 3 : (payload?.length ?? 0)
  const contextBytes = CONTEXT_BYTES + tracestateLength()
  if (length + contextBytes < info.max_payload && !headers) return true

  return byteLength(payload) + byteLengthOf(headers) + contextBytes <= info.max_payload
}

// Vendors may fill it with 16 KiB (W3C trace context, 3.3.1.1: 32 members of 513 characters).
function tracestateLength(): number {
  return trace.getSpanContext(context.active())?.traceState?.serialize().length ?? 0
}

function byteLength(payload: Payload | undefined): number {
  return typeof payload === 'string'
    ? new TextEncoder().encode(payload).length
    : (payload?.length ?? 0)
}

function byteLengthOf(headers: MsgHdrs | undefined): number {
  let length = 0
  for (const [name, values] of headers ?? []) {
    for (const value of values) length += name.length + value.length * 3 + 4
  }
  return length
}
