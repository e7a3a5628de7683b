import type { Msg } from '@nats-io/nats-core'
import { context, ROOT_CONTEXT, SpanKind, trace, type TracerProvider } from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { HEADERS_GETTER, messageAttributes } from '../recorders/otel-headers.ts'

/** What a handler is made into, to be traced by OpenTelemetry's SDK and its propagator. */
export function consumeByOtel<M extends Pick<Msg, 'subject' | 'headers'>>(
  provider: TracerProvider,
  handler: (message: M) => void,
): (message: M) => void {
  const tracer = provider.getTracer('bench')
  const propagator = new W3CTraceContextPropagator()
  return (message) => {
    const { subject } = message
    const parent = propagator.extract(ROOT_CONTEXT, message.headers, HEADERS_GETTER)
    const attributes = messageAttributes('process', subject)
    const options = { kind: SpanKind.CONSUMER, attributes }
    const span = tracer.startSpan(`process ${subject}`, options, parent)
    try {
      context.with(trace.setSpan(parent, span), handler, undefined, message)
    } finally {
      span.end()
    }
  }
}
