import { leastMs, mostMs, type LinkLatency } from '../link/link-latency.ts'
import type { Link } from '../link/links-of.ts'
import type { CountDocument, CountedLink, CountedSubscriber } from './count-document.ts'
import { percentile } from './percentile.ts'
import type { Run, Subscriber } from './run-tally.ts'

/** Counts over several traces of one message who got how many, and how long each link took. */
export function summarizeRuns(
  runs: readonly Run[],
  message: Pick<CountDocument, 'dryRun' | 'subject'>,
): CountDocument {
  return {
    subject: message.subject,
    dryRun: message.dryRun,
    runs: runs.length,
    complete: runs.filter(({ complete }) => complete).length,
    received: runs.filter(({ received }) => received).length,
    subscribers: countSubscribers(runs.flatMap(({ subscribers }) => subscribers)),
    links: countLinks(runs.flatMap(({ links }) => links)),
  }
}

function countSubscribers(subscribers: readonly Subscriber[]): readonly CountedSubscriber[] {
  const groups = Map.groupBy(subscribers, (subscriber) => JSON.stringify(subscriber))
  return [...groups.values()]
    .flatMap(([first, ...more]) =>
      first === undefined ? [] : [{ ...first, messages: 1 + more.length }],
    )
    .toSorted((a, b) => compare(groupName(a), groupName(b)) || b.messages - a.messages)
}

function groupName({ subscription = '', queue = '' }: CountedSubscriber): string {
  return `${subscription} ${queue}`
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function countLinks(links: readonly Link[]): readonly CountedLink[] {
  const groups = Map.groupBy(links, ({ from, to }) => JSON.stringify([from, to]))
  return [...groups.values()].flatMap((times) => {
    const [first] = times
    if (first === undefined) return []
    const { from, to } = first
    return [{ from, to, messages: times.length, ...latencies(times) }]
  })
}

type Latencies = Omit<CountedLink, 'from' | 'messages' | 'to'>

function latencies(times: readonly LinkLatency[]): Latencies {
  if (times.some(({ clock }) => clock === 'skewed')) return { clock: 'skewed' }
  const p50 = between(times, 0.5)
  const p95 = between(times, 0.95)
  if (times.every(({ clock }) => clock === 'trusted')) {
    return { clock: 'trusted', p50Ms: p50.middle, p95Ms: p95.middle }
  }
  return {
    clock: 'bounded',
    p50Ms: p50.middle,
    p50UncertaintyMs: p50.uncertainty,
    p95Ms: p95.middle,
    p95UncertaintyMs: p95.uncertainty,
  }
}

// Were each link as quick as can be, or as slow, the percentile would be the least, or the most.
function between(times: readonly LinkLatency[], share: number) {
  const least = percentile(times.map(leastMs), share)
  const most = percentile(times.map(mostMs), share)
  return { middle: (least + most) / 2, uncertainty: (most - least) / 2 }
}
