import type { AttributeMap, ResourceSpans, Scope, SpanData } from '@hopscope/observe/otlp'

/** A span with who made it. */
export interface JourneySpan {
  /** Attributes of the resource, such as `service.name`. */
  readonly resource: AttributeMap
  /** The instrumentation scope: the library that made the span, with its version if it tells. */
  readonly scope: Scope
  readonly span: SpanData
}

/** The spans of OTLP data one by one, each with its resource and scope. */
export function* flatten(resourceSpans: Iterable<ResourceSpans>): Generator<JourneySpan> {
  for (const { resource, scopeSpans } of resourceSpans) {
    for (const { scope, spans } of scopeSpans) {
      for (const span of spans) yield { resource: resource.attributes, scope, span }
    }
  }
}
