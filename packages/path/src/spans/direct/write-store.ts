import { toSpanIdBits } from '@hopscope/observe/hop'
import { encodeKey, encodeSpanAttributes, type TraceWriter } from '@hopscope/observe/otlp'
import { spanFlags } from '../hop-context.ts'
import { addBytes, addText } from './hop-hash.ts'
import { lengthOf, startOf } from './text-range.ts'
import type { PlainHop } from './plain-hop.ts'
import type { ScannedItem } from './scan-item.ts'
import { writeJoinAttributes } from './write-join-attributes.ts'
import { writeText } from './write-text.ts'

/** Writes the span of the message's meeting with a stream. */
export function writeStore(writer: TraceWriter, hop: PlainHop, storage: ScannedItem): void {
  const { payload, event, traceparent } = hop
  const { stream, storedSubject } = storage
  const id = addText(addBytes(hop.hash, PART_START), payload, stream)
  const start = startOf(stream)
  writer.openSpan(traceparent.traceId, toSpanIdBits(id), toSpanIdBits(hop.hash))
  writer.name(NAME_START, { bytes: payload, start, end: start + lengthOf(stream) })
  writer.kindAndTimes('internal', event.ingress.timeUnixNano, storage.timeUnixNano)
  writeJoinAttributes(writer, hop)
  writeText(writer, SUBJECT, payload, storedSubject === 0 ? event.ingress.subject : storedSubject)
  writeText(writer, STREAM, payload, stream)
  writer.attributes(storedSubject === 0 ? UNKNOWN : STORED)
  writer.closeSpan(spanFlags({ traceFlags: traceparent.flags }, 'local'))
}

const NAME_START = new TextEncoder().encode('store ')
const PART_START = new TextEncoder().encode('\nstore ')
const SUBJECT = encodeKey('messaging.destination.name')
const STREAM = encodeKey('messaging.nats.stream.name')
const UNKNOWN = encodeSpanAttributes({ 'messaging.nats.store.outcome': 'unknown' })
const STORED = encodeSpanAttributes({ 'messaging.nats.store.outcome': 'stored' })
