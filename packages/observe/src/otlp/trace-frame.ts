import type { Frame } from './frames/frame.ts'
import type { ResourceSpans, ScopeSpans, SpanData } from './model.ts'

/** Spans as OTLP frames them. */
export const TRACE_FRAME: Frame<SpanData, ScopeSpans, ResourceSpans> = {
  names: { sources: 'resourceSpans', scopes: 'scopeSpans', items: 'spans' },
  scopesOf: ({ scopeSpans }) => scopeSpans,
  itemsOf: ({ spans }) => spans,
  toSourced: (head, scopeSpans) => ({ ...head, scopeSpans }),
  toScoped: (head, spans) => ({ ...head, spans }),
}
