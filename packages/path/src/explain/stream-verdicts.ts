import { storageOutcome } from '../event/storage-outcome.ts'
import type { Storage, TraceEvent, TraceItem } from '../event/trace-event.ts'
import type { StreamVerdict } from './explanation.ts'
import { factsOf, type StreamFacts } from './facts.ts'
import type { StreamAck } from './read-replies.ts'

/** What became of the message in each stream, in the order of the events. */
export function streamVerdicts(
  events: readonly TraceEvent[],
  facts: readonly StreamFacts[] = [],
  acks: readonly StreamAck[] = [],
): readonly StreamVerdict[] {
  const meetings = meetingsIn(events)
  return meetings.map(({ event, storage }) => {
    const { stream } = storage
    // Of two streams of one name, in two accounts or domains, it is not known which one replied.
    const ack = acks.find((each) => each.stream === stream)
    const isKnown = ack && meetings.filter((met) => met.storage.stream === stream).length === 1
    return { ...judge(event, storage, facts), ...(isKnown && toldBy(ack, storage)) }
  })
}

/** The verdicts on streams, as {@link streamVerdicts} gives them, each by the item it is on. */
export function verdictsByItem(
  events: readonly TraceEvent[],
  verdicts: readonly StreamVerdict[],
): ReadonlyMap<TraceItem, StreamVerdict> {
  return new Map(
    meetingsIn(events).flatMap(({ storage }, index) => {
      const verdict = verdicts[index]
      return verdict === undefined ? [] : [[storage, verdict] as const]
    }),
  )
}

/** Whether a stream has the message, or in a dry run would have it: now, or from before. */
export function holdsMessage({ outcome }: StreamVerdict): boolean {
  return outcome === 'stored' || outcome === 'duplicate'
}

interface Meeting {
  readonly event: TraceEvent
  readonly storage: Storage
}

function meetingsIn(events: readonly TraceEvent[]): readonly Meeting[] {
  return events.flatMap((event) =>
    event.items.flatMap((item) => (item.type === 'storage' ? [{ event, storage: item }] : [])),
  )
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
  const sequence = examined ? fact.sequence : undefined
  const verdict = { ...which, outcome, examined, ...(sequence !== undefined && { sequence }) }
  // After a delivery the stream may be full because it has stored this very message.
  if (dryRun && outcome === 'stored' && examined && fact.full !== undefined) {
    return { ...verdict, outcome: 'rejected', reason: fact.full }
  }
  if (outcome !== 'rejected' || storage.error === undefined) return verdict
  return { ...verdict, reason: storage.error }
}

// The event has the figures, so its words are kept; but it may lack the end of the matter.
function toldBy(
  { sequence, reason, errorCode }: StreamAck,
  storage: Storage,
): Partial<StreamVerdict> {
  const isNews = reason !== undefined && storageOutcome(storage) === 'unknown'
  return {
    ...(isNews && { outcome: 'rejected', reason }),
    ...(errorCode !== undefined && { errorCode }),
    ...(sequence !== undefined && { sequence }),
  }
}
