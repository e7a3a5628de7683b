import { toSpanIdBits } from '@hopscope/observe/hop'
import { encodeKey, encodeSpanAttributes, type TraceWriter } from '@hopscope/observe/otlp'
import { spanFlags } from '../hop-context.ts'
import { encodeKinds, kindBytes } from './kind-bytes.ts'
import type { PlainHop } from './plain-hop.ts'
import { STORAGE } from './scan-item.ts'
import { writeEgress } from './write-egress.ts'
import { writeJoinAttributes } from './write-join-attributes.ts'
import { writeStore } from './write-store.ts'
import { writeText } from './write-text.ts'

/** Writes the spans of an event, those that `toSpans` makes, and tells how many there are. */
export function writePlainHop(writer: TraceWriter, hop: PlainHop): number {
  let spans = 1
  writer.openSource(hop.server.source)
  writeHopSpan(writer, hop)
  for (const item of hop.event.items) {
    if (item.type !== STORAGE) continue
    writeStore(writer, hop, item)
    spans++
  }
  writer.closeSource()
  return spans
}

function writeHopSpan(writer: TraceWriter, hop: PlainHop): void {
  const { payload, event, server, traceparent } = hop
  const { ingress } = event
  const { traceId, flags } = traceparent
  writer.openSpan(traceId, toSpanIdBits(hop.hash), toSpanIdBits(hop.parent))
  writer.name(NAME_START, { bytes: server.name, start: 0, end: server.name.length })
  writer.kindAndTimes('internal', ingress.timeUnixNano, hop.endTimeUnixNano)
  writeJoinAttributes(writer, hop)
  writeText(writer, SUBJECT, payload, ingress.subject)
  writer.attribute(SIZE, event.messageBytes)
  writer.attributes(server.attributes)
  if (ingress.account !== 0) writeText(writer, ACCOUNT, payload, ingress.account)
  writer.attributes(kindBytes(KINDS, ingress.kind))
  if (ingress.name !== 0) writeText(writer, NAME, payload, ingress.name)
  if (ingress.cid >= 0) writer.attribute(CID, ingress.cid)
  if (hop.partial) writer.attributes(PARTIAL)
  for (const item of event.items) writeEgress(writer, payload, item)
  writer.closeSpan(spanFlags({ traceFlags: flags }, 'remote'))
}

const NAME_START = new TextEncoder().encode('hop ')
const SUBJECT = encodeKey('messaging.destination.name')
const SIZE = encodeKey('messaging.message.envelope.size')
const ACCOUNT = encodeKey('nats.server.account')
const KINDS = encodeKinds((kind) => encodeSpanAttributes({ 'nats.server.ingress.kind': kind }))
const NAME = encodeKey('nats.server.ingress.name')
const CID = encodeKey('nats.server.ingress.cid')
const PARTIAL = encodeSpanAttributes({ 'nats.trace.partial': true })
