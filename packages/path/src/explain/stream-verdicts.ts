import { storageOutcome } from '../event/storage-outcome.ts'
import { type Storage, type TraceEvent } from '../event/trace-event.ts'
import { type StreamVerdict } from './explanation.ts'
import { factsOf, type StreamFacts } from './facts.ts'

/** What became of the message in each stream, in the order of the events. */
export function streamVerdicts(
  events: readonly TraceEvent[],
  facts: readonly StreamFacts[] = [],
): readonly StreamVerdict[] {
  return events.flatMap((event) =>
    event.items.flatMap((item) => (item.type === 'storage' ? [judge(event, item, facts)] : [])),
  )
}

/** Whether a stream has the message, or in a dry run would have it: now, or from before. */
export function holdsMessage({ outcome }: StreamVerdict): boolean {
  return outcome === 'stored' || outcome === 'duplicate'
}

function judge(
  { server, dryRun }: TraceEvent,
  storage: Storage,
  facts: readonly StreamFacts[],
): StreamVerdict {
  const outcome = storageOutcome(storage)
  const which = { stream: storage.stream, server: server.name }
  const fact = factsOf(facts, which)
  const examined = fact !== undefined && !('unavailable' in fact)
  const verdict = { ...which, outcome, examined }
  // After a delivery the stream may be full because it has stored this very message.
  if (dryRun && outcome === 'stored' && examined && fact.full !== undefined) {
    return { ...verdict, outcome: 'rejected', reason: fact.full }
  }
  if (outcome !== 'rejected' || storage.error === undefined) return verdict
  return { ...verdict, reason: storage.error }
}
