import { context, trace, type Context } from '@opentelemetry/api'
import { withRemoteParent } from '@hopscope/observe/w3c'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { isInjected } from '../headers/index.ts'
import type { UnsentResult } from '../loss/loss.ts'
import type { SubjectName } from '../names/subject-names.ts'
import { NatsTracingError } from '../nats-tracing-error.ts'
import { hasIds } from '../propagation/has-ids.ts'
import { nameOfOutgoing, openSend } from './open-send.ts'
import type { Outgoing, Send } from './send.ts'
import { unsentResult } from './unsent-result.ts'
import { isTracingSuppressed } from '../connection/without-tracing.ts'

/**
 * Starts the span of one message; nothing for a message that is not traced, or if that fails.
 *
 * Every message has one of its own, requests and replies included: the server hops of a message are
 * named after the span in its `traceparent`, and must not be those of another. What is sent within
 * `withinSend` is the exception.
 *
 * @throws {@link NatsTracingError} CONTEXT_LOST in the mode that asks for it, before anything is sent
 */
export function startSend(instrumentation: Instrumentation, outgoing: Outgoing): Send | undefined {
  try {
    const name = nameOfOutgoing(instrumentation, outgoing)
    const parent = name.isTraced ? parentOf(instrumentation, outgoing, name) : undefined
    if (!parent) return undefined

    const unsent = unsentResult(instrumentation, outgoing, parent)
    if (!unsent) return openSend(instrumentation, outgoing, name, parent)

    tellUnsent(instrumentation, outgoing, name, unsent)
  } catch (error) {
    if (error instanceof NatsTracingError) throw error
    instrumentation.failed(error)
  }
  return undefined
}

function tellUnsent(
  instrumentation: Instrumentation,
  { operation, subject }: Outgoing,
  name: SubjectName,
  result: UnsentResult,
): void {
  const attributes = instrumentation.server().ofMetrics
  instrumentation.measure.context(result, {
    operation,
    operationType: 'send',
    subject: name,
    attributes,
  })
  const source = name.label ?? 'subjects with ids'
  instrumentation.tellLost({ result, operation: 'send', subject, source })
}

/** The context below which a message is sent; nothing for one that is not traced. */
function parentOf(
  instrumentation: Instrumentation,
  { headers, active = context.active() }: Outgoing,
  { isTemporary }: SubjectName,
): Context | undefined {
  if (isInjected(headers)) return undefined

  if (isTracingSuppressed(active)) return undefined

  // Without an SDK, OpenTelemetry's own spans have no context that could be continued.
  const current = trace.getSpan(active)
  if (current && hasIds(current)) return active

  // A context that the application put into the headers by hand counts where none is active.
  const { spanContext } = headers ? instrumentation.propagation.extract({ headers }) : {}
  if (spanContext) return withRemoteParent(active, spanContext)

  // A reply does not begin a trace: what it answers was not traced.
  return isTemporary ? undefined : active
}
