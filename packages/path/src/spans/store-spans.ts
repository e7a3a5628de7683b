import { hopSpanId } from '@hopscope/observe/hop'
import type { SpanData } from '@hopscope/observe/otlp'
import { storageOutcome } from '../event/storage-outcome.ts'
import type { Storage, TraceEvent } from '../event/trace-event.ts'
import { joinAttributes, spanBase, spanFlags, type HopContext } from './hop-context.ts'

/** A span for each stream that a server offered the message to, from its ingress to the outcome. */
export function storeSpans(event: TraceEvent, hop: HopContext): readonly SpanData[] {
  const spans: SpanData[] = []
  const seen = new Map<string, number>()
  for (const item of event.items) {
    if (item.type !== 'storage') continue
    const count = (seen.get(item.stream) ?? 0) + 1
    seen.set(item.stream, count)
    spans.push(storeSpan(event, hop, item, count))
  }
  return spans
}

function storeSpan(event: TraceEvent, hop: HopContext, storage: Storage, count: number): SpanData {
  const outcome = storageOutcome(storage)
  const reason = outcome === 'rejected' ? storage.error : undefined
  const name = `store ${storage.stream}`
  // Two accounts may each have a stream of the name on one server; a name never holds a space.
  const part = count === 1 ? name : `${name} ${count}`
  return {
    ...spanBase(hop),
    spanId: hopSpanId({ ...hop.key, part }),
    parentSpanId: hop.spanId,
    flags: spanFlags(hop, 'local'),
    name,
    startTimeUnixNano: event.ingress.timeUnixNano,
    endTimeUnixNano: storage.timeUnixNano,
    attributes: {
      ...joinAttributes(hop, event.dryRun),
      'messaging.destination.name': storage.subject ?? event.ingress.subject,
      'messaging.nats.stream.name': storage.stream,
      'messaging.nats.store.outcome': outcome,
      ...(reason !== undefined && { 'messaging.nats.store.reason': reason }),
    },
    events: [],
    status: reason === undefined ? { code: 'unset' } : { code: 'error', message: reason },
  }
}
