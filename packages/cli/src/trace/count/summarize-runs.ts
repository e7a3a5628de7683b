import { hopsOf, type Assembly, type Egress } from '@hopscope/path'
import { linksOf } from '../links-of.ts'
import { type TraceRecord } from '../record/trace-record.ts'
import { toTraceDocument } from '../to-trace-document.ts'
import { type CountDocument, type CountedLink, type CountedSubscriber } from './count-document.ts'
import { percentile } from './percentile.ts'

/** Counts over several traces of one message who got how many, and how long each link took. */
export function summarizeRuns(records: readonly TraceRecord[]): CountDocument {
  const documents = records.map((record) => toTraceDocument(record))
  const assemblies = records.map(({ assembly }) => assembly)
  return {
    subject: records[0]?.subject ?? '',
    dryRun: records.every(({ dryRun }) => dryRun),
    runs: records.length,
    complete: documents.filter(({ complete }) => complete).length,
    received: documents.filter(({ verdict }) => verdict.received).length,
    subscribers: countSubscribers(assemblies),
    links: countLinks(assemblies),
  }
}

type Subscriber = Omit<CountedSubscriber, 'messages'>

function countSubscribers(assemblies: readonly Assembly[]): readonly CountedSubscriber[] {
  const groups = Map.groupBy(assemblies.flatMap(subscribersOf), (subscriber) =>
    JSON.stringify(subscriber),
  )
  return [...groups.values()]
    .flatMap(([first, ...more]) =>
      first === undefined ? [] : [{ ...first, messages: 1 + more.length }],
    )
    .toSorted((a, b) => compare(groupName(a), groupName(b)) || b.messages - a.messages)
}

function subscribersOf(assembly: Assembly): readonly Subscriber[] {
  return [...hopsOf(assembly)].flatMap(({ event: { server, items } }) =>
    items
      .filter((item): item is Egress => item.type === 'egress')
      .filter(({ kind, error }) => kind === 'client' && error === undefined)
      .map(({ name, cid, subscription, queue }) => ({
        server: server.name,
        name,
        cid,
        subscription,
        queue,
      })),
  )
}

function groupName({ subscription = '', queue = '' }: CountedSubscriber): string {
  return `${subscription} ${queue}`
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function countLinks(assemblies: readonly Assembly[]): readonly CountedLink[] {
  const groups = Map.groupBy(
    assemblies.flatMap((assembly) => linksOf(assembly)),
    ({ from, to }) => JSON.stringify([from, to]),
  )
  return [...groups.values()].flatMap((links) => {
    const [first] = links
    if (first === undefined) return []
    const latencies = links.map(({ latencyMs }) => latencyMs)
    return [
      {
        from: first.from,
        to: first.to,
        messages: links.length,
        p50Ms: percentile(latencies, 0.5),
        p95Ms: percentile(latencies, 0.95),
      },
    ]
  })
}
