import type { MsgHdrs } from '@nats-io/nats-core'
import type { SpanContext } from '@opentelemetry/api'
import { encodeContext } from '../../../../packages/nats/src/headers/encode-context.ts'
import { injectHeaders, readTraceHeaders } from '../../../../packages/nats/src/headers/index.ts'
import type { Encodable, WithHeaders } from './by-otel.ts'

/** The span that sent a message, from its raw bytes. */
export function extractByOurs(message: WithHeaders): SpanContext | undefined {
  return readTraceHeaders(message).span?.spanContext()
}

/** The header block of a message from its span: what is sent where the message has no other headers. */
export function injectByOurs(spanContext: SpanContext): Uint8Array {
  return encodeContext(spanContext)
}

/** The same by way of headers that nats.js can read, as JetStream publishes with. */
export function injectHeadersByOurs(spanContext: SpanContext): Uint8Array {
  const carrier = injectHeaders(spanContext, undefined) as MsgHdrs & Encodable
  return carrier.encode()
}
