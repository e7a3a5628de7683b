import {
  hopsOf,
  storageOutcome,
  type Hop,
  type MissingHop,
  type Storage,
  type Trace,
  type TraceEvent,
  type TraceItem,
} from '@hopscope/path'
import {
  type TraceDocument,
  type TraceDocumentItem,
  type TraceDocumentReport,
  type TraceDocumentServer,
  type TraceVerdict,
} from './trace-document.ts'

/** A trace as programs are given it: without what may be secret, flat, and in the tree's order. */
export function toTraceDocument(trace: Trace): TraceDocument {
  const { subject, dryRun, complete, traceId, durationMs } = trace
  return {
    subject,
    dryRun,
    complete,
    traceId,
    durationMs: Math.round(durationMs * 1000) / 1000,
    verdict: toVerdict(trace),
    servers: toServers(trace),
  }
}

function toVerdict({ assembly }: Trace): TraceVerdict {
  const items = [...hopsOf(assembly)].flatMap(({ event }) => event.items)
  const subscribers = items.filter(
    (item) => item.type === 'egress' && item.kind === 'client' && item.error === undefined,
  ).length
  const streams = items.filter((item) => item.type === 'storage').filter(holdsMessage)
  return {
    received: subscribers > 0 || streams.length > 0,
    subscribers,
    streams: unique(streams.map(({ stream }) => stream)),
    silent: unique(assembly.missing.map(({ server }) => server)),
  }
}

function holdsMessage(storage: Storage): boolean {
  return ['stored', 'duplicate'].includes(storageOutcome(storage))
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)]
}

// Without recursion: whoever may publish to the inbox may claim any depth of hops.
function toServers({ assembly }: Trace): readonly TraceDocumentServer[] {
  const unannounced = assembly.missing.filter(({ announcedBy }) => announcedBy === undefined)
  const stack = entries([...unannounced, ...assembly.roots], null)
  const servers: TraceDocumentServer[] = []
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { hop, from } = entry
    stack.push(...entries(after(hop), servers.length))
    servers.push(
      'event' in hop
        ? { name: hop.event.server.name, from, hop: hop.event.hop, report: toReport(hop.event) }
        : { name: hop.server, from, hop: hop.hop },
    )
  }
  return servers
}

interface Entry {
  readonly hop: Hop | MissingHop
  readonly from: number | null
}

// The first comes last, where the stack gives it out.
function entries(hops: readonly (Hop | MissingHop)[], from: number | null): Entry[] {
  return hops.map((hop) => ({ hop, from })).toReversed()
}

function after(hop: Hop | MissingHop): readonly (Hop | MissingHop)[] {
  return 'event' in hop ? [...hop.next, ...hop.missing] : hop.next
}

function toReport({
  server,
  headers,
  messageBytes,
  ingress,
  items,
}: TraceEvent): TraceDocumentReport {
  const { id, version, cluster, domain } = server
  const { kind, name, account, subject, timeUnixNano, error } = ingress
  return {
    id,
    version,
    cluster,
    domain,
    messageBytes,
    headers: [...headers.keys()],
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
