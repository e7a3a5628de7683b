import type { ReceivedMessage } from '../connection/hooks.ts'
import type { Instrumentation } from '../connection/instrumentation.ts'
import { isWatched, tellProcessed } from '../loss/watch-processed.ts'
import type { Delivery } from '../names/delivery.ts'
import type { SubjectName } from '../names/subject-names.ts'
import { isLost, type ContextResult } from '../propagation/context-result.ts'
import type { Incoming } from '../propagation/extract-w3c.ts'
import type { Source } from './source.ts'

/** A message whose context was read. */
export interface ReadMessage {
  readonly message: ReceivedMessage
  readonly source: Source
  readonly subject: SubjectName
  readonly delivery: Delivery | undefined
  readonly incoming: Incoming
  /** When the message came; 0 while nobody measures. */
  readonly startMs: number
}

/** Whether {@link tellContext} has anything to tell where nobody measures. */
export function isWorthTelling(result: ContextResult): boolean {
  return isLost(result) || isWatched()
}

/** Counts what became of a message's context, and tells those who want to know that it was lost. */
export function tellContext(
  { measure, server, tellLost }: Instrumentation,
  { message, source, subject, delivery, incoming: { result }, startMs }: ReadMessage,
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
