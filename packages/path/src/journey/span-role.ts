import type { AttributeMap, SpanData } from '@hopscope/observe/otlp'
import { CONNECTION_KINDS, type ConnectionKind } from '../event/connection-kind.ts'
import { SCOPE_NAME } from '../spans/to-spans.ts'
import type { JourneySpan } from './flatten.ts'

/** What a span stands for in a journey; `work` is everything that applications do. */
export type SpanRole = 'hop' | 'store' | 'mapping' | 'consumer' | 'work'

/** A span with what it stands for. */
export interface SpanWithRole extends JourneySpan {
  readonly role: SpanRole
}

/** Tells what a span stands for. Servers are told by their attributes, of whatever scope. */
export function spanRole({ scope, span }: JourneySpan): SpanRole {
  if (textOf(span.attributes, 'nats.server.name') !== undefined) return 'hop'
  if (textOf(span.attributes, 'messaging.nats.store.outcome') !== undefined) return 'store'
  if (scope.name === SCOPE_NAME && span.name.startsWith('store ')) return 'store'
  if (textOf(span.attributes, 'nats.server.mapping.kind') !== undefined) return 'mapping'
  return span.kind === 'consumer' ? 'consumer' : 'work'
}

/** The number of the hop that a span belongs to; empty on the server the client published to. */
export function hopNumber(span: SpanData): string {
  return textOf(span.attributes, 'nats.trace.hop') ?? ''
}

/** An attribute that is a string with something in it; `undefined` otherwise. */
export function textOf(attributes: AttributeMap, key: string): string | undefined {
  const value = attributes[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** An attribute that is a kind of connection; `unknown` if it is none, or is absent. */
export function kindIn(attributes: AttributeMap, key: string): ConnectionKind {
  return KINDS.get(textOf(attributes, key) ?? '') ?? 'unknown'
}

const KINDS = new Map<string, ConnectionKind>(CONNECTION_KINDS.map((kind) => [kind, kind]))

/** What tells a span from all others, those of other traces included. */
export function spanKey(traceId: string, spanId: string): string {
  return `${traceId} ${spanId}`
}
