import { headers, type NatsConnection, type Payload } from '@nats-io/nats-core'
import { context, SpanKind, trace, type TracerProvider } from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { HEADERS_SETTER, messageAttributes } from '../recorders/otel-headers.ts'

/** `publish` as one traces it by OpenTelemetry's SDK and its propagator. */
export function publishByOtel(
  connection: NatsConnection,
  provider: TracerProvider,
): (subject: string, payload: Payload) => void {
  const tracer = provider.getTracer('bench')
  const propagator = new W3CTraceContextPropagator()
  return (subject, payload) => {
    const parent = context.active()
    const attributes = messageAttributes('publish', subject)
    const options = { kind: SpanKind.PRODUCER, attributes }
    const span = tracer.startSpan(`publish ${subject}`, options, parent)
    const carrier = headers()
    propagator.inject(trace.setSpan(parent, span), carrier, HEADERS_SETTER)
    connection.publish(subject, payload, { headers: carrier })
    span.end()
  }
}
