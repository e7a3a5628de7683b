import { propagation, ROOT_CONTEXT, trace, type Context } from '@opentelemetry/api'
import type { InMemoryTelemetry } from '@hopscope/observe/testing'
import type { Send } from '../recorded/conversation.ts'
import type { Fixture, RecordedSpan } from '../recorded/fixture.ts'
import { valuesOf } from '../wire/frame.ts'

/** A context in which the application sends. */
export interface ActiveContext {
  readonly context: Context
  /** The id of the span that is active; absent if there is none. */
  readonly spanId?: string
  /** Ends that span. */
  readonly end: () => void
}

/** The context in which a message was sent: the baggage that it has, and a span if it had a parent. */
export function activeContext(
  { spans }: Fixture,
  send: Send | undefined,
  telemetry: InMemoryTelemetry,
  isActive = false,
): ActiveContext {
  const entries = send ? valuesOf(send.message, 'baggage').flatMap((value) => value.split(',')) : []
  const baggage = entries.map((entry) => {
    const [key = '', value = ''] = entry.split('=')
    return [key, { value: decodeURIComponent(value) }] as const
  })
  const base =
    baggage.length === 0
      ? ROOT_CONTEXT
      : propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage(Object.fromEntries(baggage)))
  if (!isActive && !hasParent(spans, send)) return { context: base, end: () => {} }

  const span = telemetry.tracerProvider.getTracer('app').startSpan('root', {}, base)
  return {
    context: trace.setSpan(base, span),
    spanId: span.spanContext().spanId,
    end: () => span.end(),
  }
}

function hasParent(spans: readonly RecordedSpan[], send: Send | undefined): boolean {
  const [, , spanId] =
    (send ? valuesOf(send.message, 'traceparent')[0] : undefined)?.split('-') ?? []
  return spans.some((span) => span.spanId === spanId && span.parentSpanId !== null)
}
