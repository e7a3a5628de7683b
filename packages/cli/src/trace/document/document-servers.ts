import {
  linkTime,
  storageOutcome,
  type Hop,
  type MissingHop,
  type TraceEvent,
  type TraceItem,
} from '@hopscope/path'
import { linkLatency } from '../link/link-latency.ts'
import { maskValues } from '../record/mask-headers.ts'
import type { TraceRecord } from '../record/trace-record.ts'
import type {
  TraceDocumentItem,
  TraceDocumentLink,
  TraceDocumentReport,
  TraceDocumentServer,
} from './trace-document.ts'

/** The servers of a trace, flat and in the tree's order, each with what it reported. */
export function documentServers(
  { assembly, facts }: TraceRecord,
  showHeaders: boolean,
): readonly TraceDocumentServer[] {
  // Without recursion: whoever may publish to the inbox may claim any depth of hops.
  const unannounced = assembly.missing.filter(({ announcedBy }) => announcedBy === undefined)
  const stack = entries([...unannounced, ...assembly.roots])
  const servers: TraceDocumentServer[] = []
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { hop, before } = entry
    const from = before?.place ?? null
    stack.push(...entries(after(hop), { hop, place: servers.length }))
    servers.push(
      'event' in hop
        ? {
            name: hop.event.server.name,
            from,
            hop: hop.event.hop,
            ...toLink(hop, before?.hop, facts),
            report: toReport(hop.event, showHeaders),
          }
        : { name: hop.server, from, hop: hop.hop },
    )
  }
  return servers
}

interface Entry {
  readonly hop: Hop | MissingHop
  /** The one it got the message from, and its place among the servers. */
  readonly before?: Placed
}

interface Placed {
  readonly hop: Hop | MissingHop
  readonly place: number
}

// The first comes last, where the stack gives it out.
function entries(hops: readonly (Hop | MissingHop)[], before?: Placed): Entry[] {
  return hops.map((hop) => ({ hop, ...(before && { before }) })).toReversed()
}

function after(hop: Hop | MissingHop): readonly (Hop | MissingHop)[] {
  return 'event' in hop ? [...hop.next, ...hop.missing] : hop.next
}

function toLink(
  hop: Hop,
  before: Hop | MissingHop | undefined,
  { clocks }: TraceRecord['facts'],
): { readonly link?: TraceDocumentLink } {
  if (before === undefined || !('event' in before)) return {}
  const time = linkTime(before, hop, clocks)
  if (time === undefined) return {}
  const { clock, latencyMs, uncertaintyMs } = linkLatency(time)
  if (clock === 'skewed') return { link: { clock } }
  return { link: { clock, latencyMs, ...(clock === 'bounded' && { uncertaintyMs }) } }
}

function toReport(
  { server, headers, messageBytes, ingress, items }: TraceEvent,
  showHeaders: boolean,
): TraceDocumentReport {
  const { id, version, cluster, domain } = server
  const { kind, name, account, subject, timeUnixNano, error } = ingress
  return {
    id,
    version,
    cluster,
    domain,
    messageBytes,
    headers: [...headers.keys()],
    headerValues: Object.fromEntries(
      [...headers].map(([name, values]) => [name, showHeaders ? values : maskValues(name, values)]),
    ),
    ingress: { kind, name, account, subject, timeUnixNano: String(timeUnixNano), error },
    items: items.map(toItem),
  }
}

// Field by field, so that nothing new of the data gets out unseen.
function toItem(item: TraceItem): TraceDocumentItem {
  const { type } = item
  const timeUnixNano = String(item.timeUnixNano)
  if (item.type === 'storage') {
    const { stream, subject, error } = item
    return { type, stream, subject, outcome: storageOutcome(item), error, timeUnixNano }
  }
  if (item.type === 'egress') {
    const { kind, cid, name, hop, account, subscription, queue, error } = item
    return { type, kind, cid, name, hop, account, subscription, queue, error, timeUnixNano }
  }
  const { from, to, account } = item
  return { type, from, to, account, timeUnixNano }
}
