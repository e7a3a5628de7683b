import type { MsgHdrs, Payload } from '@nats-io/nats-core'
import { propagation, trace, type Context } from '@opentelemetry/api'
import { baggageHeader } from '@hopscope/observe/w3c'
import type { Instrumentation } from '../connection/instrumentation.ts'
import type { UnsentResult } from '../loss/loss.ts'
import type { Outgoing } from './send.ts'

/**
 * Why a message cannot carry the context of a span below `parent`: the server takes no headers, or
 * the message with ours would be larger than its `max_payload`. Nothing if it can.
 */
export function unsentResult(
  { connection }: Instrumentation,
  { payload, headers, laterBytes = 0 }: Outgoing,
  parent: Context,
): UnsentResult | undefined {
  const { info } = connection
  if (!info) return undefined
  if (!info.headers) return 'no_headers'

  // A character of text is 3 bytes at the most, so nearly every message is settled here.
  const length = typeof payload === 'string' ? payload.length * 3 : (payload?.length ?? 0)
  if (length + MOST_CONTEXT_BYTES < info.max_payload && !headers) return undefined

  const addedBytes = CONTEXT_BYTES + variableLength(parent) + laterBytes
  if (length + addedBytes < info.max_payload && !headers) return undefined

  const total = byteLength(payload) + byteLengthOf(headers) + addedBytes
  return total <= info.max_payload ? undefined : 'no_room'
}

// More than a context has whose `tracestate` and baggage are what W3C lets them be.
const MOST_CONTEXT_BYTES = 64 * 1024

// Room for `traceparent`, for what a sampler adds to `tracestate`, and for the line before headers.
const CONTEXT_BYTES = 640

// Vendors may fill `tracestate` with 16 KiB (W3C trace context, 3.3.1.1: 32 members of 513
// characters), and applications their baggage with 8 KiB.
function variableLength(parent: Context): number {
  const tracestate = trace.getSpanContext(parent)?.traceState?.serialize().length ?? 0
  return propagation.getBaggage(parent) ? tracestate + baggageHeader(parent).length : tracestate
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
