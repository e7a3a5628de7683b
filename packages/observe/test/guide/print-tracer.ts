import { contextWithSpan, type Attribute, type Span, type Tracer } from '@hopscope/observe'
import { systemRuntime } from '@hopscope/observe/recorder'
import { trace, TraceFlags } from '@opentelemetry/api'

/** A tracer for a backend with spans of its own: this one prints them. */
export function printTracer(print: (line: string) => void): Tracer {
  return {
    start(context, name, options = {}) {
      // A parent in this process and one that came with a message are found alike.
      const parent = options.root ? undefined : trace.getSpanContext(context)
      const spanContext = {
        traceId: parent?.traceId ?? systemRuntime.newTraceId(),
        spanId: systemRuntime.newSpanId(),
        traceFlags: parent?.traceFlags ?? TraceFlags.SAMPLED,
      }
      const tell = (what: string): void => print(`${name} ${what}`)
      const setAttributes = (...attributes: readonly Attribute[]): void =>
        attributes.forEach(({ key, value }) => tell(`has ${key}=${String(value)}`))
      const end = (): void => tell('ends')

      tell(parent ? `starts below ${parent.spanId}` : 'starts a trace')
      setAttributes(...(options.attributes ?? []))
      const span: Span = {
        otel: trace.wrapSpanContext(spanContext),
        end,
        setStatus: (code, description = '') => tell(`is ${code} ${description}`),
        setAttributes,
        recordError: (error) => tell(`fails: ${String(error)}`),
        addEvent: (event) => tell(`event ${event}`),
        [Symbol.dispose]: end,
      }
      return [contextWithSpan(context, span), span]
    },
  }
}
