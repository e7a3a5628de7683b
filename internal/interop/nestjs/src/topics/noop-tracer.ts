import { ProxyTracerProvider, type Tracer } from '@opentelemetry/api'

/** A tracer whose spans are not recorded. */
export const noopTracer: Tracer = new ProxyTracerProvider().getTracer('none')
