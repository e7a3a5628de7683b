import type { Span } from '@opentelemetry/api'
import { withoutTracing } from './without-tracing.ts'
import type { Instrumentation } from './instrumentation.ts'

/** Calls a hook for a span that is recorded; that it throws, or rejects, is counted. */
export function runHook(
  { failed }: Instrumentation,
  span: Span,
  hook: (() => unknown) | undefined,
): void {
  if (!hook || !span.isRecording()) return
  try {
    // What a hook publishes must not call it again.
    const result = withoutTracing(hook)
    // One that is asynchronous must not end the process by an unhandled rejection.
    if (result instanceof Promise) result.catch((error: unknown) => failed(error, 'hook'))
  } catch (error) {
    failed(error, 'hook')
  }
}
