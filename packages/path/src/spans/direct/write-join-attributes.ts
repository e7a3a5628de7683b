import { encodeKey, encodeSpanAttributes, type TraceWriter } from '@hopscope/observe/otlp'
import type { PlainHop } from './plain-hop.ts'
import { writeText } from './write-text.ts'

/** Writes the attributes by which readers find the spans of one message and hop. */
export function writeJoinAttributes(writer: TraceWriter, hop: PlainHop): void {
  const { payload, number, traceparent } = hop
  writer.attributes(SYSTEM)
  if (number !== 0) writeText(writer, HOP, payload, number)
  writer.text(PRODUCER, { bytes: payload, start: traceparent.at + 36, end: traceparent.at + 52 })
}

const SYSTEM = encodeSpanAttributes({ 'messaging.system': 'nats' })
const HOP = encodeKey('nats.trace.hop')
const PRODUCER = encodeKey('nats.trace.producer')
