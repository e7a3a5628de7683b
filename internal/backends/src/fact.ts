import type { Signal } from '@hopscope/telemetry/bridge'

/** One thing that a backend must have, in words that are the same for the same thing. */
export interface Fact {
  readonly signal: Signal
  /** Everything that is checked of it. */
  readonly text: string
  /** The trace it belongs to, absent for metrics. */
  readonly traceId?: string | undefined
}

/** What is checked of a span. */
export interface SpanFact {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string | undefined
  readonly name: string
  readonly service: string
}

/** A span as a fact. */
export function spanFact({ traceId, spanId, parentSpanId, name, service }: SpanFact): Fact {
  const parent = parentSpanId ? `below ${parentSpanId}` : 'a root'
  return { signal: 'traces', traceId, text: `${traceId} ${spanId} ${parent}: ${service}, ${name}` }
}

/** The expected that a backend does not have. */
export function missingFacts(expected: readonly Fact[], arrived: readonly Fact[]): readonly Fact[] {
  const found = new Set(arrived.map(({ signal, text }) => `${signal} ${text}`))
  return expected.filter(({ signal, text }) => !found.has(`${signal} ${text}`))
}

/** The facts, each once. */
export function withoutTwins(facts: readonly Fact[]): readonly Fact[] {
  return [...new Map(facts.map((fact) => [`${fact.signal} ${fact.text}`, fact])).values()]
}
