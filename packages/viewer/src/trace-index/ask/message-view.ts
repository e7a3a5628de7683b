import type { MessageView } from '../../api/message-view.ts'
import type { AskContext } from './ask-context.ts'
import {
  atMsOf,
  isDelivery,
  isDuplicate,
  isPublish,
  spansOfMessage,
  toDelivery,
  toStoredMessage,
} from './stored-messages.ts'
import { traceNumber } from './trace-spans.ts'
import { summaryOf } from './trace-summary-of.ts'

/** Everything that is known about one message. */
export function messageView(
  context: AskContext,
  { stream, sequence }: { readonly stream: string; readonly sequence: number },
): MessageView | undefined {
  const spans = spansOfMessage(context, stream, sequence, MAX_SPANS)
  const message = toStoredMessage(stream, sequence, spans)
  if (message === undefined) return undefined
  const traceIds = new Set(spans.map(({ span }) => span.traceId))
  return {
    ...message,
    duplicates: spans
      .filter((entry) => isPublish(entry) && isDuplicate(entry))
      .map((entry) => ({
        traceId: entry.span.traceId,
        spanId: entry.span.spanId,
        atMs: atMsOf(entry),
      })),
    deliveries: spans.filter(isDelivery).map(toDelivery),
    traces: [...traceIds].slice(0, MAX_TRACES).flatMap((traceId) => {
      const id = traceNumber(context.store, traceId)
      return id === undefined ? [] : [summaryOf(context.store, { id, traceId }, context.deadline)]
    }),
    coverage: context.coverage,
  }
}

const MAX_SPANS = 1_000
const MAX_TRACES = 50
