import type { Attributes } from '@opentelemetry/api'
import { recordFailure } from '../connection/record-failure.ts'
import type { Send } from './send.ts'

/** Ends the span of a message that was sent, and was answered if it had to be. */
export function endSend(send: Send, attributes?: Attributes): void {
  try {
    if (attributes) send.span.setAttributes(attributes)
    finish(send, undefined)
  } catch (error) {
    send.instrumentation.failed(error)
  }
}

/** Ends the span of a message that could not be sent, or was not answered. */
export function failSend(send: Send, error: unknown): void {
  const { instrumentation, span } = send
  instrumentation.observe(() => finish(send, recordFailure(instrumentation, span, error)))
}

function finish(send: Send, errorType: string | undefined): void {
  const { instrumentation, span, operation, subject, startMs, isPart } = send
  span.end()
  if (isPart || startMs === 0) return

  const attributes = instrumentation.server().ofMetrics
  instrumentation.measure.sent(startMs, {
    operation,
    operationType: 'send',
    subject,
    attributes,
    errorType,
  })
}
