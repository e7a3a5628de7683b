import { type AttributeMap, type SpanEvent } from '@hopscope/observe/otlp'
import {
  hopNumber,
  isServerKind,
  isTerminal,
  kindIn,
  textOf,
  type SpanWithRole,
} from '@hopscope/path'
import { type TraceFlag } from '../api/trace-summary.ts'
import { ROW_FLAGS } from '../api/trace-view.ts'
import { accountStops } from './account-stops.ts'
import { type TraceSpans } from './summarize-trace.ts'

/** What a reader should know of a trace. */
export function traceFlags({ spans, flags, missingParents }: TraceSpans): readonly TraceFlag[] {
  const found = flags.reduce((all, each) => all | each, 0)
  return FLAGS.filter((flag) => {
    if (flag === 'missing-spans') return missingParents > 0 || hasSilent(spans)
    if (flag === 'account-stop') return hasAccountStop(spans)
    return (found & BITS[flag]) !== 0
  })
}

const FLAGS: readonly TraceFlag[] = [
  'error',
  'redelivered',
  'dead-letter',
  'broken-context',
  'missing-spans',
  'account-stop',
  'dry-run',
]

const BITS = {
  error: ROW_FLAGS.error,
  redelivered: ROW_FLAGS.redelivered,
  'dead-letter': ROW_FLAGS.deadLetter,
  'broken-context': ROW_FLAGS.brokenContext,
  'dry-run': ROW_FLAGS.dryRun,
} as const

// A server that another sent the message to and that did not report.
function hasSilent(spans: readonly SpanWithRole[]): boolean {
  const messages = new Map<string, HopNumbers>()
  for (const { role, span } of spans) {
    if (role !== 'hop') continue
    const producer = textOf(span.attributes, 'nats.trace.producer') ?? span.traceId
    const message = messages.get(producer) ?? { reported: new Set(), announced: [] }
    messages.set(producer, message)
    message.reported.add(hopNumber(span))
    for (const { attributes } of span.events) {
      const hop = textOf(attributes, 'nats.server.egress.hop')
      if (hop !== undefined && isAwaited(attributes)) message.announced.push(hop)
    }
  }
  for (const { announced, reported } of messages.values()) {
    if (announced.some((hop) => !reported.has(hop))) return true
  }
  return false
}

/** The numbers of the hops of one message. */
interface HopNumbers {
  readonly reported: Set<string>
  readonly announced: string[]
}

function isAwaited(egress: AttributeMap): boolean {
  return (
    isServerKind(kindIn(egress, 'nats.server.egress.kind')) &&
    !isTerminal(textOf(egress, 'nats.server.egress.error'))
  )
}

function hasAccountStop(spans: readonly SpanWithRole[]): boolean {
  const stopped = spans.filter(
    ({ span }) => span.events.some(isCrossing) && accountStops(span, false).length > 0,
  )
  if (stopped.length === 0) return false
  const storing = new Set<string>()
  for (const { span } of spans) {
    if (textOf(span.attributes, 'messaging.nats.store.outcome') === undefined) continue
    if (span.parentSpanId !== undefined) storing.add(span.parentSpanId)
  }
  return stopped.some(({ span }) => !storing.has(span.spanId))
}

function isCrossing({ attributes }: SpanEvent): boolean {
  return 'nats.server.mapping.account' in attributes
}
