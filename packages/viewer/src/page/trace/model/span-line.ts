import type { SpanDetail } from '../../../api/span-detail.ts'
import { formatNs } from '../../format/duration.ts'

/** A span in one line, to paste into a chat: `billing: process orders.created, 41 ms, error: no such account (…)`. */
export function spanLine(span: SpanDetail): string {
  const durationNs = Number(BigInt(span.endUnixNano) - BigInt(span.startUnixNano))
  const subject = span.attributes.find(({ key }) => key === 'messaging.destination.name')?.value
  const parts = [
    `${span.service}: ${span.name}`,
    subject === undefined || span.name.includes(subject) ? '' : `on ${subject}`,
    formatNs(durationNs),
    span.status.code === 'error' ? ['error', span.status.message].filter(Boolean).join(': ') : '',
  ]
  return `${parts.filter(Boolean).join(', ')} (trace ${span.traceId}, span ${span.spanId})`
}
