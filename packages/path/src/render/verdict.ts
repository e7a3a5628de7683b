import { hopsOf, type Assembly, type Hop } from '../assemble/assembly.ts'
import { storageOutcome, type StorageOutcome } from '../event/storage-outcome.ts'
import { type Egress, type Mapping, type TraceEvent } from '../event/trace-event.ts'
import { formatDuration } from '../text/format-duration.ts'
import { plainText } from '../text/plain-text.ts'
import { plural } from '../text/plural.ts'
import { linkLatency } from './link-latency.ts'

/** What a trace comes to, in short lines: who got the message, how far it went, what went wrong. */
export function verdict(assembly: Assembly): readonly string[] {
  const hops = [...hopsOf(assembly)]
  const events = hops.map(({ event }) => event)
  const lines = [
    reached(events, assembly),
    travelled(hops),
    ...refusals(events),
    ...silence(assembly, events),
  ]
  return lines.map((line) => plainText(line))
}

function reached(events: readonly TraceEvent[], { missing }: Assembly): string {
  const dryRun = events.some((event) => event.dryRun)
  const receivers = events.flatMap((event) => deliveries(event)).length
  const streams = new Set(events.flatMap((event) => streamsWith(event, 'stored')))
  const parts = [
    ...(receivers > 0 ? [`delivered to ${plural(receivers, 'subscriber')}`] : []),
    ...(streams.size > 0 ? [`stored in ${[...streams].join(', ')}`] : []),
  ]
  const duplicate = events.flatMap((event) => streamsWith(event, 'duplicate'))
  if (parts.length === 0 && duplicate.length > 0) return `stored before in ${duplicate.join(', ')}`
  const hidden = missing.length > 0 || events.some((event) => boundaryOf(event) !== undefined)
  if (parts.length === 0 && hidden) return 'nobody who reports got the message'
  if (parts.length === 0) return dryRun ? 'nobody would get the message' : 'nobody got the message'
  return dryRun ? `would be ${parts.join(' and ')}` : parts.join(', ')
}

function deliveries(event: TraceEvent): readonly Egress[] {
  return event.items.filter(
    (item): item is Egress =>
      item.type === 'egress' && item.kind === 'client' && item.error === undefined,
  )
}

function streamsWith(event: TraceEvent, outcome: StorageOutcome): readonly string[] {
  return event.items.flatMap((item) =>
    item.type === 'storage' && storageOutcome(item) === outcome ? [item.stream] : [],
  )
}

function travelled(hops: readonly Hop[]): string {
  const servers = plural(new Set(hops.map(({ event }) => event.server.name)).size, 'server')
  const links = hops.flatMap((before) => before.next.map((hop) => ({ before, hop })))
  let slowest = ''
  let most = -1n
  for (const { before, hop } of links) {
    const latency = linkLatency(hop) ?? -1n
    if (latency <= most) continue
    most = latency
    slowest = `, slowest link ${before.event.server.name} → ${hop.event.server.name} ${formatDuration(latency)}`
  }
  return `${servers}${slowest}`
}

function refusals(events: readonly TraceEvent[]): readonly string[] {
  return events.flatMap(({ server, ingress, items }) => [
    ...(ingress.error === undefined ? [] : [`error: ${server.name} refused it: ${ingress.error}`]),
    ...items.flatMap((item) => {
      if (item.type !== 'storage' || storageOutcome(item) !== 'rejected') return []
      return [`error: stream ${item.stream} rejects it: ${item.error ?? ''}`]
    }),
  ])
}

function silence({ missing }: Assembly, events: readonly TraceEvent[]): readonly string[] {
  const names = [...new Set(missing.map(({ server }) => server))]
  const partial = events.filter((event) => event.partial)
  const ends = events.flatMap((event) => boundaryOf(event) ?? [])
  return [
    ...(names.length === 0
      ? []
      : [
          `warning: ${plural(names.length, 'server')} did not report: ${names.join(', ')}`,
          'hint: a server is silent if its event got lost, if it may not publish the event, or if its account traces to another subject',
        ]),
    ...partial.map(
      ({ server, ingress }) =>
        `warning: ${server.name} got it from ${ingress.name}, which is too old to trace or does not trace`,
    ),
    ...ends.map(
      ({ type, account = '' }) =>
        `hint: the trace ends before account ${account}, unless the ${type === 'stream export' ? 'import' : 'export'} there sets allow_trace`,
    ),
  ]
}

// Past a boundary that lets no trace through, a server reports nothing more.
function boundaryOf({ items }: TraceEvent): Mapping | undefined {
  const last = items.at(-1)
  if (last === undefined || last.type === 'egress' || last.type === 'storage') return undefined
  return last.account === undefined ? undefined : last
}
