import { encodeTraces } from '@hopscope/observe/otlp'
import { spansSubject } from '@hopscope/telemetry'

/** Where a service stores its spans. */
export const SPANS_SUBJECT: string = spansSubject('shop')

/** OTLP of spans as one service stores them, each in a trace of its own. */
export function encodeSpanBatch(
  traceIds: readonly string[],
  name = 'publish orders.new',
): Uint8Array {
  const spans = traceIds.map((traceId) => ({
    traceId,
    spanId: traceId.slice(0, 16),
    name,
    kind: 'producer' as const,
    startTimeUnixNano: 1_705_314_600_000_000_000n,
    endTimeUnixNano: 1_705_314_601_234_000_000n,
    attributes: { 'messaging.system': 'nats' },
    events: [],
    links: [],
    status: { code: 'unset' as const },
  }))
  const scopeSpans = [{ scope: { name: 'chaos' }, spans }]
  const resource = { attributes: { 'service.name': 'shop' } }
  return encodeTraces({ resourceSpans: [{ resource, scopeSpans }] })
}
