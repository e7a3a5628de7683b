import { recordError } from '@hopscope/observe'
import { SpanStatusCode, type Span } from '@opentelemetry/api'
import { ATTRIBUTE } from '../names/attributes.ts'
import type { Instrumentation } from './instrumentation.ts'

/**
 * Makes a span one that failed with `error`, and gives the `error.type` that says of what kind.
 *
 * Of a proxy, say, or of an error whose getters throw, nothing can be told but that it was one.
 */
export function recordFailure(
  { errorTypeOf, failed }: Pick<Instrumentation, 'errorTypeOf' | 'failed'>,
  span: Span,
  error: unknown,
): string {
  const errorType = errorTypeOf(error)
  try {
    recordError(span, error)
  } catch (failure) {
    span.setStatus({ code: SpanStatusCode.ERROR })
    failed(failure)
  }
  span.setAttribute(ATTRIBUTE.errorType, errorType)
  return errorType
}
