import { encodeEventAttributes, encodeKey, type TraceWriter } from '@hopscope/observe/otlp'
import { encodeKinds, kindBytes } from './kind-bytes.ts'
import { EGRESS, type ScannedItem } from './scan-item.ts'
import { writeText } from './write-text.ts'

/** Writes an event of the hop span for an egress, and nothing for another item. */
export function writeEgress(writer: TraceWriter, payload: Uint8Array, item: ScannedItem): void {
  if (item.type !== EGRESS) return
  writer.openEvent('egress', item.timeUnixNano)
  writer.attributes(kindBytes(KINDS, item.kind))
  if (item.name !== 0) writeText(writer, NAME, payload, item.name)
  if (item.cid >= 0) writer.attribute(CID, item.cid)
  if (item.hop !== 0) writeText(writer, HOP, payload, item.hop)
  if (item.account !== 0) writeText(writer, ACCOUNT, payload, item.account)
  if (item.subscription !== 0) writeText(writer, SUBSCRIPTION, payload, item.subscription)
  if (item.queue !== 0) writeText(writer, QUEUE, payload, item.queue)
  if (item.error !== 0) writeText(writer, ERROR, payload, item.error)
  writer.closeEvent()
}

const KINDS = encodeKinds((kind) => encodeEventAttributes({ 'nats.server.egress.kind': kind }))
const NAME = encodeKey('nats.server.egress.name')
const CID = encodeKey('nats.server.egress.cid')
const HOP = encodeKey('nats.server.egress.hop')
const ACCOUNT = encodeKey('nats.server.egress.account')
const SUBSCRIPTION = encodeKey('nats.server.egress.subscription')
const QUEUE = encodeKey('nats.server.egress.queue')
const ERROR = encodeKey('nats.server.egress.error')
