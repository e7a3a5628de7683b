import {
  explain,
  storageOutcome,
  type Hop,
  type MissingHop,
  type StreamVerdict,
  type TraceEvent,
  type TraceItem,
} from '@hopscope/path'
import { maskValues } from './record/mask-headers.ts'
import { type TraceRecord } from './record/trace-record.ts'
import {
  type TraceDocument,
  type TraceDocumentItem,
  type TraceDocumentReport,
  type TraceDocumentServer,
  type TraceVerdict,
} from './trace-document.ts'

/** What of a trace goes into its document. */
export interface TraceDocumentOptions {
  /** Whether header values are shown that may be secret. @default false */
  readonly showHeaders?: boolean
}

/** A trace as programs are given it: without what may be secret, flat, and in the tree's order. */
export function toTraceDocument(
  trace: TraceRecord,
  { showHeaders = false }: TraceDocumentOptions = {},
): TraceDocument {
  const { subject, dryRun, complete, traceId, durationMs } = trace
  return {
    subject,
    dryRun,
    complete,
    traceId,
    durationMs: Math.round(durationMs * 1000) / 1000,
    verdict: toVerdict(trace),
    servers: toServers(trace, showHeaders),
    ...(trace.facts.streams !== undefined && { streams: trace.facts.streams }),
  }
}

function toVerdict({ assembly, facts }: TraceRecord): TraceVerdict {
  const { verdict, stops } = explain(assembly, facts)
  const { received, delivered, streams, problems } = verdict
  return {
    received,
    subscribers: delivered,
    streams: unique(streams.filter(holdsMessage).map(({ stream }) => stream)),
    silent: unique(assembly.missing.map(({ server }) => server)),
    problems: [...stops, ...problems],
  }
}

function holdsMessage({ outcome }: StreamVerdict): boolean {
  return outcome === 'stored' || outcome === 'duplicate'
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)]
}

// Without recursion: whoever may publish to the inbox may claim any depth of hops.
function toServers(
  { assembly }: TraceRecord,
  showHeaders: boolean,
): readonly TraceDocumentServer[] {
  const unannounced = assembly.missing.filter(({ announcedBy }) => announcedBy === undefined)
  const stack = entries([...unannounced, ...assembly.roots], null)
  const servers: TraceDocumentServer[] = []
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { hop, from } = entry
    stack.push(...entries(after(hop), servers.length))
    servers.push(
      'event' in hop
        ? {
            name: hop.event.server.name,
            from,
            hop: hop.event.hop,
            report: toReport(hop.event, showHeaders),
          }
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
