import type { MsgHdrs, Payload } from '@nats-io/nats-core'
import { context, trace } from '@opentelemetry/api'
import { isInjected } from './inject.ts'
import type { Instrumentation } from './instrumentation.ts'
import { REPLY_SUBJECT } from './process.ts'
import { endSend, failSend, startSend, type Send } from './send.ts'
import { recordSettlement } from './settle.ts'
import { isInbox, isTracedSubject, isTracingSuppressed } from './traced-subject.ts'

/** The one function through which nats.js sends every message, whichever API was called. */
export type Publish = (subject: string, payload?: Payload, options?: PublishOptions) => void

interface PublishOptions {
  readonly reply?: string
  readonly headers?: MsgHdrs
}

/** Wraps the choke point: no message of the application leaves without the context of its own span. */
export function tracedPublish(instrumentation: Instrumentation, publish: Publish): Publish {
  return (subject, payload, options) => {
    const send = startPublish(instrumentation, subject, payload, options)
    if (!send) return publish(subject, payload, options)

    try {
      publish(subject, payload, withHeaders(options, send))
    } catch (error) {
      failSend(send, error)
      throw error
    }
    endSend(send)
  }
}

function startPublish(
  instrumentation: Instrumentation,
  subject: string,
  payload: Payload | undefined,
  options: PublishOptions | undefined,
): Send | undefined {
  try {
    if (subject.startsWith('$JS.ACK.')) recordSettlement(instrumentation, subject, payload)
    if (!isTracedSubject(subject) || isInjected(options?.headers)) return undefined
    if (isTracingSuppressed() || !canCarryHeaders(instrumentation, payload, options?.headers)) {
      return undefined
    }
    const operation = isReply(instrumentation, subject) ? 'reply' : 'publish'
    return startSend(instrumentation, operation, subject, options?.headers)
  } catch (error) {
    instrumentation.onError(error)
    return undefined
  }
}

function isReply(instrumentation: Instrumentation, subject: string): boolean {
  return (
    context.active().getValue(REPLY_SUBJECT) === subject ||
    isInbox(subject, instrumentation.inboxPrefix)
  )
}

function withHeaders(options: PublishOptions | undefined, { headers }: Send): PublishOptions {
  return headers ? { ...options, headers } : { ...options }
}

// Room for `traceparent`, for what a sampler adds to `tracestate`, and for the line before headers.
const CONTEXT_BYTES = 640

/** Whether the server takes headers, and the message with ours stays within its `max_payload`. */
export function canCarryHeaders(
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
