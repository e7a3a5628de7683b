import type { RecordedSpanData } from '@hopscope/observe/testing'
import type { Fixture, RecordedSpan } from '../recorded/fixture.ts'
import { toConversation } from '../recorded/conversation.ts'
import { parentOf, traceOf } from '../recorded/observe-recorded.ts'
import type { Topic, TopicFacts } from './topic.ts'

/** What options of tracing change: the trace in which a handler runs, and what its spans are below. */
export const ACTIVE_TRACE: Topic = {
  isIn: ({ otelOptions }) => otelOptions !== undefined,
  recorded: (fixture) => {
    const handled = (fixture.log ?? []).filter(([name]) => name === 'handler')
    const inside = fixture.spans.find(({ name }) => name === 'inside-handler')
    return {
      handled: handled.map(([, traceId]) => nameTrace((traceId ?? '') as string, fixture)),
      'inside the handler': inside && nameParent(inside, fixture.spans, fixture),
    }
  },
  ours: (fixture, _writing, { telemetry, traceIds }) => {
    const inside = telemetry.spans.find(({ name }) => name === 'inside-handler')
    return {
      handled: traceIds.map((traceId) => nameTrace(traceId, fixture)),
      'inside the handler': inside && nameParent(inside, telemetry.spans, fixture),
    }
  },
}

function nameTrace(traceId: string, fixture: Fixture): string {
  return traceOf(traceId, toConversation(fixture))
}

function nameParent(
  span: { readonly parentSpanId?: string | null },
  spans: readonly { readonly spanId: string; readonly name: string }[],
  fixture: Fixture,
): string {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId)
  if (parent?.name.startsWith('process ')) return 'a child of the span of the handling'
  return `a child of ${parentOf(span.parentSpanId, toConversation(fixture))}`
}

/** What spans say of headers and payloads. */
export const CAPTURE: Topic = {
  isIn: ({ id }) => id === '86-otel-capture',
  recorded: ({ spans }) => ({
    ...captured(
      'sent',
      spans.find(({ kind }) => kind === 'PRODUCER'),
    ),
    ...captured(
      'handled',
      spans.find(({ kind }) => kind === 'CONSUMER'),
    ),
  }),
  ours: (_fixture, writing, { telemetry }) => ({
    ...captured(
      'sent',
      writing.telemetry.spans.find(({ kind }) => kind === 'producer'),
    ),
    ...captured(
      'handled',
      telemetry.spans.find(({ kind }) => kind === 'consumer'),
    ),
  }),
}

function captured(side: string, span: RecordedSpan | RecordedSpanData | undefined): TopicFacts {
  const names = Object.keys(span?.attributes ?? {}).filter((name) => CAPTURED.test(name))
  return Object.fromEntries(names.map((name) => [`${side}.${name}`, span?.attributes[name]]))
}

const CAPTURED = /^messaging\.(header\.|nats\.message\.body|message\.body)/

/** Which functions of the application are called for a message. */
export const HOOKS: Topic = {
  isIn: ({ id }) => id === '84-otel-hooks',
  recorded: ({ log = [] }) => countCalls(log.map(([name]) => name)),
  ours: (_fixture, { hooks }, reading) => countCalls([...hooks, ...reading.hooks]),
}

function countCalls(names: readonly string[]): TopicFacts {
  const calls = names.filter((name) => name !== 'handler')
  const counts = new Map<string, number>()
  for (const name of calls) counts.set(name, (counts.get(name) ?? 0) + 1)
  return Object.fromEntries([...counts].map(([name, count]) => [`calls of ${name}`, count]))
}

/** Spans of streams that are made, of connections and of shutting down. */
export const INFRASTRUCTURE_SPANS: Topic = {
  isIn: ({ id }) => id === '85-otel-infrastructure',
  recorded: ({ spans, spansAfterClose = [] }) => ({
    'spans of infrastructure': [...spans, ...spansAfterClose]
      .map(({ name }) => name)
      .filter((name) => INFRASTRUCTURE.test(name)),
  }),
  ours: (_fixture, _writing, { telemetry }) => ({
    'spans of infrastructure': telemetry.spans
      .map(({ name }) => name)
      .filter((name) => INFRASTRUCTURE.test(name)),
  }),
}

const INFRASTRUCTURE = /^(jetstream|nats)\./
