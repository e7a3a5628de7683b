import { hopSpanId } from '@hopscope/observe/hop'
import type { SpanData } from '@hopscope/observe/otlp'
import type { TraceEvent } from '../event/trace-event.ts'
import { joinAttributes, spanBase, spanFlags, type HopContext } from './hop-context.ts'
import { mappingAttributes } from './hop-span.ts'

/**
 * A span for each further subject the message got on a server, from the mapping to the hop's end.
 *
 * The next server sees that subject only, and takes it for the id of its parent: without these
 * spans its own would have none.
 */
export function mappingSpans(event: TraceEvent, hop: HopContext): readonly SpanData[] {
  const spans: SpanData[] = []
  const seen = new Set([event.ingress.subject])
  for (const item of event.items) {
    if (item.type === 'egress' || item.type === 'storage') continue
    if (item.to === '' || seen.has(item.to)) continue
    seen.add(item.to)
    spans.push({
      ...spanBase(hop),
      spanId: hopSpanId({ ...hop.key, subject: item.to }),
      parentSpanId: hop.spanId,
      flags: spanFlags(hop, 'local'),
      name: `map ${item.to}`,
      startTimeUnixNano: item.timeUnixNano,
      endTimeUnixNano: hop.endTimeUnixNano,
      attributes: {
        ...joinAttributes(hop, event.dryRun),
        'messaging.destination.name': item.to,
        ...mappingAttributes(item),
      },
      events: [],
      status: { code: 'unset' },
    })
  }
  return spans
}
