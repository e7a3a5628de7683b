import { formatTraceparent } from '@hopscope/observe/w3c'
import { MsgHdrsImpl } from '@nats-io/nats-core'
import { MsgImpl } from '@nats-io/nats-core/internal'
import type { SpanContext } from '@opentelemetry/api'

/** A message of 128 bytes with five headers, as nats.js makes it of what it received: not yet decoded. */
export function receivedMessage(bytes: ReceivedBytes): MsgImpl {
  const args = { subject: SUBJECT, sid: 1, hdr: bytes.headerLength, size: bytes.data.length }
  return new MsgImpl(args, bytes.data, PUBLISHER)
}

/** What the socket brought of a message. */
export interface ReceivedBytes {
  readonly data: Uint8Array
  /** How many of the bytes are headers. */
  readonly headerLength: number
}

/** The bytes of a message from the span, with `traceparent` among four headers of an application. */
export function receivedBytes(spanContext: SpanContext): ReceivedBytes {
  const sent = new MsgHdrsImpl()
  sent.set('Nats-Msg-Id', 'order-73412')
  sent.set('X-Correlation-Id', '9f1b0c3d')
  sent.set('Content-Type', 'application/json')
  sent.set('x-tenant', 'acme')
  sent.set('traceparent', formatTraceparent(spanContext))
  const block = sent.encode()
  const data = new Uint8Array(block.length + PAYLOAD_BYTES)
  data.set(block)
  return { data, headerLength: block.length }
}

/** Span contexts that all differ, always the same. */
export function spanContexts(count: number): readonly SpanContext[] {
  return Array.from({ length: count }, (_, at) => ({
    traceId: (at + 1).toString(16).padStart(32, '4bf92f3577b34da6'),
    spanId: (at + 1).toString(16).padStart(16, '00f067aa'),
    traceFlags: 1,
  }))
}

const PAYLOAD_BYTES = 128
const SUBJECT = new TextEncoder().encode('orders.new')

const PUBLISHER = { publish: (): void => {} }
