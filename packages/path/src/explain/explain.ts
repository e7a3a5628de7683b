import { hopsOf, type Assembly } from '../assemble/assembly.ts'
import { clientDeliveries } from './client-deliveries.ts'
import { egressCounts } from './egress-counts.ts'
import type { Explanation } from './explanation.ts'
import type { Facts } from './facts.ts'
import { findStops } from './find-stops.ts'
import { readReplies } from './read-replies.ts'
import { streamProblems } from './stream-problems.ts'
import { holdsMessage, streamVerdicts } from './stream-verdicts.ts'
import { travel, type Travel } from './travel.ts'
import type { Problem } from './problem.ts'

/**
 * Tells what a trace comes to: who got the message, which streams have it, how long it took, and
 * where and why the trace ends.
 *
 * It is a pure function of the events, in any order. What events do not tell, such as that a stream
 * is full or what a requester was told, it takes from `facts`.
 */
export function explain(assembly: Assembly, facts: Facts = {}): Explanation {
  const hops = [...hopsOf(assembly)]
  const events = hops.map(({ event }) => event)
  const dryRun = events.some((event) => event.dryRun)
  const { noResponders, acks } = readReplies(facts.replies)
  const streams = streamVerdicts(events, facts.streams, acks)
  const delivered = events.flatMap((event) => clientDeliveries(event)).length
  const { durationNanos, slowestLink, skewed } = travel(assembly, facts.clocks)
  return {
    verdict: {
      delivered,
      streams,
      received: delivered > 0 || streams.some((stream) => holdsMessage(stream)),
      servers: [...new Set(events.map(({ server }) => server.name))],
      durationNanos,
      ...(slowestLink !== undefined && { slowestLink }),
      dryRun,
      complete: assembly.complete,
      problems: [...streamProblems(events, streams, facts.streams), ...clockProblems(skewed)],
    },
    counts: egressCounts(events),
    stops: findStops(assembly, hops, noResponders),
  }
}

function clockProblems(skewed: Travel['skewed']): readonly Problem[] {
  const [first] = skewed
  if (first === undefined) return []
  const links = skewed.map(({ from, to }) => `${from} → ${to}`).join(', ')
  return [
    {
      kind: 'clocks-differ',
      severity: 'note',
      server: first.to,
      message: `clocks differ on ${links}: the times there are not exact`,
      hint: 'synchronize the clocks of these servers, with NTP for example',
    },
  ]
}
