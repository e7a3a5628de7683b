import type { Span, Tracer, TracerProvider } from '@opentelemetry/api'
import { exactNumbers, keepsExactNumbers } from '../trace/exact-numbers.ts'

/** The provider, with the mark on its spans that says that they take a `Double` and a `bigint`. */
export function keepExactNumbers(provider: TracerProvider): TracerProvider {
  return {
    getTracer(...scope) {
      const tracer = provider.getTracer(...scope)
      const startSpan: Tracer['startSpan'] = (...given) => marked(tracer.startSpan(...given))
      return { startSpan, startActiveSpan: tracer.startActiveSpan.bind(tracer) }
    },
  }
}

function marked(span: Span): Span {
  return keepsExactNumbers(span) ? span : Object.assign(span, { [exactNumbers]: true })
}
