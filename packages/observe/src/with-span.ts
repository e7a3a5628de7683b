import { context } from '@opentelemetry/api'
import type { Span } from './span.ts'
import type { SpanOptions, Tracer } from './tracer.ts'

/**
 * Runs `work` with a new span active, ends the span, and records what `work` throws.
 *
 * The span is the child of the active one. It is active in all that `work` awaits or starts, if a
 * context manager is registered: an OpenTelemetry SDK's, or that of `@hopscope/observe/node`.
 */
export async function withSpan<T>(
  tracer: Tracer,
  name: string,
  options: SpanOptions,
  work: (span: Span) => T | Promise<T>,
): Promise<T> {
  const [active, span] = tracer.start(context.active(), name, options)
  try {
    return await context.with(active, work, undefined, span)
  } catch (error) {
    span.recordError(error)
    throw error
  } finally {
    span.end()
  }
}
