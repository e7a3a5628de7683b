import type { Assembly, Hop } from '../assemble/assembly.ts'
import type { Storage, TraceEvent } from '../event/trace-event.ts'

/** A message at a stream. */
export interface StreamMeeting {
  readonly event: TraceEvent
  readonly storage: Storage
  /** The stream is of another account than the publisher's, where one of its name may be too. */
  readonly foreign: boolean
}

/** The streams that a message met, each name once on each server. */
export function streamMeetings({ roots, missing }: Assembly): readonly StreamMeeting[] {
  const byKey = new Map<string, StreamMeeting>()
  const tops = [...roots, ...missing.flatMap(({ next }) => next)]
  const stack = tops.map((hop) => ({ hop, foreign: false }))
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { hop, foreign } = entry
    for (const met of meetingsAt(hop, foreign)) {
      // What is known of one must not be taken for the other.
      const key = `${met.storage.stream}\n${hop.event.server.name}`
      if (met.foreign || !byKey.has(key)) byKey.set(key, met)
    }
    for (const next of hop.next) {
      stack.push({ hop: next, foreign: foreign || entersAccount(hop, next) })
    }
  }
  return [...byKey.values()]
}

function meetingsAt({ event }: Hop, foreign: boolean): readonly StreamMeeting[] {
  const crossedAt = event.items.findIndex((item) => 'to' in item && item.account !== undefined)
  return event.items.flatMap((item, index) => {
    // What is no name of a stream must not become part of a subject.
    if (item.type !== 'storage' || !STREAM_NAME.test(item.stream)) return []
    const isBehind = crossedAt !== -1 && index > crossedAt
    return [{ event, storage: item, foreign: foreign || isBehind }]
  })
}

const STREAM_NAME = /^[^\s.*>/\\\p{Cc}]+$/u

// The two ends of a leaf node connection have accounts of their own, which it makes one.
function entersAccount({ event: before }: Hop, { event }: Hop): boolean {
  return event.ingress.kind !== 'leafnode' && event.ingress.account !== before.ingress.account
}
