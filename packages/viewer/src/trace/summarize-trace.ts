import { spanNumbers, spanRole, type JourneySpan, type SpanWithRole } from '@hopscope/path'
import type { TraceSummary } from '../api/trace-summary.ts'
import { ROW_FLAGS } from '../api/trace-view.ts'
import { shorten } from './attribute.ts'
import { isBefore } from './is-before.ts'
import { deliveryCountOf, spanFlags } from './row-flags.ts'
import { serviceOf } from './span-detail.ts'
import type { TraceSpans } from './trace-spans.ts'
import { traceFlagFinder } from './trace-flags.ts'
import { traceSubject } from './trace-subject.ts'

/**
 * What a list shows of a trace, of its spans in any order; a span that came before is dropped.
 *
 * @param traceId that of the trace; by default that of the first span
 */
export function summarizeTrace(entries: Iterable<JourneySpan>, traceId?: string): TraceSummary {
  const numbers = spanNumbers()
  const spans: SpanWithRole[] = []
  for (const entry of entries) {
    if (numbers.numberOf(entry.span.traceId, entry.span.spanId) < spans.length) continue
    spans.push({ ...entry, role: spanRole(entry) })
  }
  const orphans = spans.filter(
    ({ span: { traceId: own, parentSpanId } }) =>
      parentSpanId !== undefined && numbers.numberOf(own, parentSpanId) >= spans.length,
  )
  return summarizeSpans({
    traceId: traceId ?? spans[0]?.span.traceId ?? '0'.repeat(32),
    spans,
    missingParents: orphans.length,
  }).summary
}

/** What there is to tell of a trace, and of each of its spans. */
export interface SummarizedSpans {
  readonly summary: TraceSummary
  /** Of each span: {@link spanFlags}. */
  readonly flags: Uint8Array
}

/** As {@link summarizeTrace}, of spans of which more is known. */
export function summarizeSpans(trace: TraceSpans): SummarizedSpans {
  const { traceId, spans } = trace
  const flags = new Uint8Array(spans.length)
  const finder = traceFlagFinder()
  const services = new Map<string, bigint>()
  let start: bigint | undefined
  let end = 0n
  let root: JourneySpan | undefined
  let hopCount = 0
  let errorCount = 0
  let maxDeliveryCount = 0
  for (const [index, entry] of spans.entries()) {
    const { span, role } = entry
    const at = span.startTimeUnixNano
    if (at > 0n && (start === undefined || at < start)) start = at
    if (span.endTimeUnixNano > end) end = span.endTimeUnixNano
    if (at > end) end = at
    if (span.parentSpanId === undefined && isBefore(entry, root)) root = entry
    if (role === 'hop') hopCount++
    const own = spanFlags(entry)
    flags[index] = own
    finder.add(entry, own)
    if ((own & ROW_FLAGS.error) !== 0) errorCount++
    maxDeliveryCount = Math.max(maxDeliveryCount, deliveryCountOf(entry))
    if (role === 'consumer' || role === 'work') addService(services, serviceOf(entry.resource), at)
  }
  const subject = traceSubject(spans, root)
  const summary = {
    traceId,
    startMs: toMs(start ?? 0n),
    durationMs: start === undefined || end < start ? 0 : Number(end - start) / 1e6,
    ...(root !== undefined && {
      root: { service: serviceOf(root.resource), name: shorten(root.span.name) },
    }),
    ...(subject !== undefined && { subject: shorten(subject) }),
    spanCount: spans.length,
    hopCount,
    errorCount,
    services: byFirstStart(services).slice(0, MAX_SERVICES),
    serviceCount: services.size,
    maxDeliveryCount,
    flags: finder.found(trace),
  }
  return { summary, flags }
}

const MAX_SERVICES = 12

function addService(services: Map<string, bigint>, service: string, at: bigint): void {
  const known = services.get(service)
  if (known === undefined || at < known) services.set(service, at)
}

function byFirstStart(services: ReadonlyMap<string, bigint>): readonly string[] {
  return [...services]
    .toSorted(([a, atA], [b, atB]) => (atA === atB ? byText(a, b) : Number(atA - atB)))
    .map(([service]) => service)
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1
}

// To the microsecond: a double holds no more of so large a number.
function toMs(nanos: bigint): number {
  return Number(nanos / 1000n) / 1000
}
