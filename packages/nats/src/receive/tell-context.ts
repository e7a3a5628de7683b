import type { Instrumentation } from '../connection/instrumentation.ts'
import { isWatched, tellProcessed } from '../loss/watch-processed.ts'
import { isLost, type ContextResult } from '../propagation/context-result.ts'
import type { ProcessStart } from './process-start.ts'

/** Whether {@link tellContext} has anything to tell where nobody measures. */
export function isWorthTelling(result: ContextResult): boolean {
  return isLost(result) || isWatched()
}

/** Counts what became of a message's context, and tells those who want to know that it was lost. */
export function tellContext(
  { measure, server, tellLost }: Instrumentation,
  { arrival: { message }, source, subject, delivery, incoming: { result }, startMs }: ProcessStart,
): void {
  if (startMs !== 0) {
    const attributes = { ...server().ofMetrics, ...source.metricAttributes }
    measure.context(result, { operation: 'process', operationType: 'process', subject, attributes })
  }
  if (isWatched()) tellProcessed({ subject: message.subject, result })
  if (!isLost(result)) return

  tellLost({
    result,
    operation: 'process',
    subject: message.subject,
    source: subject.display,
    ...(delivery && { stream: delivery.stream }),
  })
}
