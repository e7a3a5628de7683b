import { spanNumbers, spanRole, textOf, type JourneySpan, type SpanWithRole } from '@hopscope/path'
import { type TraceSummary } from '../api/trace-summary.ts'
import { ROW_FLAGS } from '../api/trace-view.ts'
import { shorten } from './attribute.ts'
import { deliveryCountOf, spanFlags } from './row-flags.ts'
import { serviceOf } from './span-detail.ts'
import { traceFlags } from './trace-flags.ts'

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
    flags: Uint8Array.from(spans, spanFlags),
    missingParents: orphans.length,
  })
}

/** The spans of a trace, each once. */
export interface TraceSpans {
  readonly traceId: string
  readonly spans: readonly SpanWithRole[]
  /** Those of each span: {@link spanFlags}. */
  readonly flags: Uint8Array
  /** Spans that name a parent which is not there. */
  readonly missingParents: number
}

/** As {@link summarizeTrace}, of spans of which more is known. */
export function summarizeSpans(trace: TraceSpans): TraceSummary {
  const { traceId, spans, flags } = trace
  const services = new Map<string, bigint>()
  let start: bigint | undefined
  let end = 0n
  let root: JourneySpan | undefined
  let message: Message | undefined
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
    if (((flags[index] ?? 0) & ROW_FLAGS.error) !== 0) errorCount++
    maxDeliveryCount = Math.max(maxDeliveryCount, deliveryCountOf(entry))
    message = firstMessage(message, entry)
    if (role === 'consumer' || role === 'work') addService(services, serviceOf(entry.resource), at)
  }
  const subject = message && subjectOf(message.entry)
  return {
    traceId,
    startMs: toMs(start ?? 0n),
    durationMs: toMs(start === undefined || end < start ? 0n : end - start),
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
    flags: traceFlags(trace),
  }
}

const MAX_SERVICES = 12

interface Message {
  readonly entry: JourneySpan
  /** Of who sends it before that of who gets it: their clocks may differ. */
  readonly rank: number
}

function firstMessage(known: Message | undefined, entry: SpanWithRole): Message | undefined {
  if (entry.role === 'store' || entry.role === 'mapping') return known
  const rank = MESSAGE_RANKS[entry.role]
  if (known !== undefined && known.rank < rank) return known
  if (known !== undefined && known.rank === rank && !isBefore(entry, known.entry)) return known
  return subjectOf(entry) === undefined ? known : { entry, rank }
}

const MESSAGE_RANKS = { work: 0, hop: 1, consumer: 2 } as const

// An inbox is used once: it says nothing about a trace.
function subjectOf({ span }: JourneySpan): string | undefined {
  const { attributes } = span
  if (attributes['messaging.destination.temporary'] === true) return undefined
  const subject = textOf(attributes, 'messaging.destination.name')
  return subject?.startsWith('_INBOX.') === true || subject?.startsWith('_GR_.') === true
    ? undefined
    : subject
}

function isBefore({ span }: JourneySpan, other: JourneySpan | undefined): boolean {
  if (other === undefined) return true
  const { startTimeUnixNano, spanId } = other.span
  // Of two at one time it is the same one, in whatever order they came.
  if (span.startTimeUnixNano === startTimeUnixNano) return span.spanId < spanId
  return span.startTimeUnixNano < startTimeUnixNano
}

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

function toMs(nanos: bigint): number {
  return Number(nanos / 1000n) / 1000
}
