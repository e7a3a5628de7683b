import type { AttributeMap, SpanData } from '@hopscope/observe/otlp'
import {
  hopNumber,
  isServerKind,
  isTerminal,
  kindIn,
  textOf,
  type SpanWithRole,
} from '@hopscope/path'
import type { TraceFlag } from '../api/trace-summary.ts'
import { ROW_FLAGS } from '../api/trace-view.ts'
import { accountStops } from './account-stops.ts'
import type { TraceSpans } from './trace-spans.ts'

/** Finds out what a reader should know of a trace, as its spans are looked at one by one. */
export interface TraceFlagFinder {
  /** Looks at a span, with its {@link spanFlags}. */
  add(entry: SpanWithRole, flags: number): void
  /** What was found in all of its spans. */
  found(trace: Pick<TraceSpans, 'spans' | 'missingParents'>): readonly TraceFlag[]
}

/** Nothing found yet. */
export function traceFlagFinder(): TraceFlagFinder {
  const messages = new Map<string, HopNumbers>()
  const crossed: SpanWithRole[] = []
  let all = 0
  return { add, found }

  function add(entry: SpanWithRole, flags: number): void {
    all |= flags
    const { role, span } = entry
    const message = role === 'hop' ? messageOf(messages, span) : undefined
    let isCrossed = false
    for (const { attributes } of span.events) {
      if ('nats.server.mapping.account' in attributes) isCrossed = true
      if (message === undefined) continue
      const hop = textOf(attributes, 'nats.server.egress.hop')
      if (hop !== undefined && isAwaited(attributes)) message.announced.push(hop)
    }
    if (isCrossed) crossed.push(entry)
  }

  function found({ spans, missingParents }: Pick<TraceSpans, 'spans' | 'missingParents'>) {
    return FLAGS.filter((flag) => {
      if (flag === 'missing-spans') return missingParents > 0 || hasSilent(messages)
      if (flag === 'account-stop') return hasAccountStop(spans, crossed)
      return (all & BITS[flag]) !== 0
    })
  }
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

// The message that a hop is of.
function messageOf(messages: Map<string, HopNumbers>, span: SpanData): HopNumbers {
  const producer = textOf(span.attributes, 'nats.trace.producer') ?? span.traceId
  const message = messages.get(producer) ?? { reported: new Set(), announced: [] }
  messages.set(producer, message)
  message.reported.add(hopNumber(span))
  return message
}

// A server that another sent the message to and that did not report.
function hasSilent(messages: ReadonlyMap<string, HopNumbers>): boolean {
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

function hasAccountStop(spans: readonly SpanWithRole[], crossed: readonly SpanWithRole[]): boolean {
  const stopped = crossed.filter(({ span }) => accountStops(span, false).length > 0)
  if (stopped.length === 0) return false
  const storing = new Set<string>()
  for (const { span } of spans) {
    if (textOf(span.attributes, 'messaging.nats.store.outcome') === undefined) continue
    if (span.parentSpanId !== undefined) storing.add(span.parentSpanId)
  }
  return stopped.some(({ span }) => !storing.has(span.spanId))
}
