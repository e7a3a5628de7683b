import type { AnyValue } from '@hopscope/observe/otlp'
import { spanRole, textOf, type JourneySpan } from '@hopscope/path'
import { deliveryCountOf, rowFlags } from '../../trace/row-flags.ts'
import { serviceOf } from '../../trace/span-detail.ts'

/** What a span is searched by. */
export interface SpanRow {
  readonly service: string
  readonly operation: string
  /** Nanoseconds since 1970, as far as 63 bits go. */
  readonly start: bigint
  /** Nanoseconds; not below 0. */
  readonly duration: number
  /** Bits of `ROW_FLAGS` and of {@link SPAN_BITS}. */
  readonly flags: number
  readonly subject?: string | undefined
  /** What to call the subject where messages are counted: its template, if it has one; nothing for an inbox. */
  readonly via?: string | undefined
  readonly stream?: string | undefined
  readonly consumer?: string | undefined
  readonly server?: string | undefined
  readonly cluster?: string | undefined
  readonly account?: string | undefined
  readonly delivery: number
  readonly sequence?: number | undefined
}

/** Bits beside those of `ROW_FLAGS`. */
export const SPAN_BITS: Readonly<Record<SpanBit, number>> = {
  /** A hop of a server. */
  hop: 1 << 16,
  /** A hop, or what a server did with the message. */
  serverSide: 1 << 17,
  consumer: 1 << 18,
  statusOk: 1 << 19,
  statusError: 1 << 20,
}

type SpanBit = 'hop' | 'serverSide' | 'consumer' | 'statusOk' | 'statusError'

/** What a span is searched by. */
export function toSpanRow(entry: JourneySpan): SpanRow {
  const { resource, span } = entry
  const { attributes } = span
  const role = spanRole(entry)
  const subject = textOf(attributes, 'messaging.destination.name')
  const isInbox = attributes['messaging.destination.temporary'] === true || isInboxName(subject)
  const sequence = attributes['messaging.nats.message.stream_sequence']
  return {
    service: serviceOf(resource),
    operation: span.name,
    start: toInt64(span.startTimeUnixNano),
    duration: durationOf(span),
    flags: rowFlags({ ...entry, role, children: [] }) | bitsOf(role, span.status.code),
    subject,
    via: isInbox ? undefined : (textOf(attributes, 'messaging.destination.template') ?? subject),
    stream: textOf(attributes, 'messaging.nats.stream.name'),
    consumer:
      textOf(attributes, 'messaging.nats.consumer.name') ??
      textOf(attributes, 'messaging.consumer.group.name'),
    server:
      textOf(attributes, 'nats.server.name') ?? textOf(attributes, 'messaging.nats.server.name'),
    cluster: textOf(attributes, 'nats.server.cluster'),
    account: textOf(attributes, 'nats.server.account'),
    delivery: deliveryCountOf({ span }),
    sequence: isSequence(sequence) ? sequence : undefined,
  }
}

function isSequence(value: AnyValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
}

function bitsOf(role: ReturnType<typeof spanRole>, status: 'unset' | 'ok' | 'error'): number {
  let bits = 0
  if (role === 'hop') bits |= SPAN_BITS.hop
  if (role === 'hop' || role === 'store' || role === 'mapping') bits |= SPAN_BITS.serverSide
  if (role === 'consumer') bits |= SPAN_BITS.consumer
  if (status === 'ok') bits |= SPAN_BITS.statusOk
  if (status === 'error') bits |= SPAN_BITS.statusError
  return bits
}

function durationOf({ startTimeUnixNano, endTimeUnixNano }: JourneySpan['span']): number {
  const duration = endTimeUnixNano - startTimeUnixNano
  return duration > 0n ? Math.min(Number(duration), Number.MAX_SAFE_INTEGER) : 0
}

function toInt64(unixNano: bigint): bigint {
  return unixNano > MAX_START ? MAX_START : unixNano
}

function isInboxName(subject: string | undefined): boolean {
  return subject !== undefined && /^(?:_INBOX|_GR_|_R_)\./.test(subject)
}

// A range that is open at its end ends with the last of 63 bits, which is not in it.
const MAX_START = 2n ** 63n - 2n
