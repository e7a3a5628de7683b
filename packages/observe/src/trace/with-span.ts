import { context } from '@opentelemetry/api'
import { safely, safelyGet } from '../safely.ts'
import type { Span } from './span.ts'
import { noopTracer, type SpanOptions, type Tracer } from './tracer.ts'

/**
 * Runs `work` with a new span active, ends the span, and records what `work` throws.
 *
 * The span is the child of the active one. It is active in all that `work` awaits or starts, if a
 * context manager is registered: an OpenTelemetry SDK's, or that of `@hopscope/observe/node`.
 * `work` runs, and its outcome is that of `withSpan`, even if `tracer` throws against its promise.
 */
export async function withSpan<T>(
  tracer: Tracer,
  name: string,
  options: SpanOptions,
  work: (span: Span) => T | Promise<T>,
): Promise<T> {
  const current = context.active()
  const [active, span] = safelyGet(
    'starting a span',
    () => tracer.start(current, name, options),
    noopTracer.start(current, name),
  )
  try {
    return await context.with(active, work, undefined, span)
  } catch (error) {
    safely('recording an error', () => span.recordError(error))
    throw error
  } finally {
    safely('ending a span', () => span.end())
  }
}
