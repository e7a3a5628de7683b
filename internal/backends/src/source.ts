import type { NatsConnection } from '@nats-io/transport-node'
import { readSpans } from '@hopscope/telemetry'
import type { SpanData } from '@hopscope/observe/otlp'
import { spanFact, withoutTwins, type Fact } from './fact.ts'

/** A TELEMETRY with something in it. */
export interface Source extends AsyncDisposable {
  readonly connection: NatsConnection
  /** What a backend must have of it. */
  readonly expected: readonly Fact[]
}

/** Every span that TELEMETRY has, of services and of hops. */
export async function storedSpans(connection: NatsConnection): Promise<readonly Fact[]> {
  const facts: Fact[] = []
  for await (const { resourceSpans } of readSpans(connection)) {
    for (const { resource, scopeSpans } of resourceSpans) {
      const name = resource.attributes['service.name']
      const service = typeof name === 'string' ? name : ''
      const spans = scopeSpans.flatMap(({ spans }): readonly SpanData[] => spans)
      facts.push(...spans.map((span) => spanFact({ ...span, service })))
    }
  }
  return withoutTwins(facts)
}
