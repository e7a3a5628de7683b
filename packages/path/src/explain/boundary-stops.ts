import type { Hop } from '../assemble/assembly.ts'
import { isServerKind } from '../event/connection-kind.ts'
import type { Mapping, TraceEvent, TraceItem } from '../event/trace-event.ts'
import type { Problem } from './problem.ts'
import { serverApiStop } from './server-api-stop.ts'

/**
 * The crossings into other accounts behind which the trace is not heard of any more.
 *
 * @param noResponders whether a requester was told so; `undefined` when it is not known
 */
export function boundaryStops(hop: Hop, noResponders?: boolean): readonly Problem[] {
  const { items } = hop.event
  return items.flatMap((item, index) => {
    if (item.type === 'stream export' && !isImported(hop, item, items[index + 1])) {
      return [streamBoundary(hop, item)]
    }
    if (item.type === 'service import' && !isServed(hop, item, items.slice(index + 1))) {
      return [serviceBoundary(hop, item, noResponders)]
    }
    return []
  })
}

// The server tells of each importing subscription, and right after it of its receiver.
function isImported({ event }: Hop, crossing: Mapping, receiver: TraceItem | undefined): boolean {
  if (receiver?.type === 'egress') return receiver.account === crossing.account
  if (receiver?.type !== 'storage') return false
  // A stream of the exporting account would store the message under its own subject.
  const { subject } = receiver
  return crossing.to === event.ingress.subject || subject !== event.ingress.subject
}

function isServed(hop: Hop, crossing: Mapping, after: readonly TraceItem[]): boolean {
  return after.some((item) => {
    if (item.type === 'storage' || item.type === 'stream export') return true
    if (item.type !== 'egress') return item.type === 'service import' && item.from === crossing.to
    if (!isServerKind(item.kind)) return item.account === crossing.account
    const next = hop.next.find(({ via }) => via === item)
    // Of a silent server it is not known in which account it had the message.
    return (
      next === undefined || (next.event.ingress.account ?? crossing.account) === crossing.account
    )
  })
}

function streamBoundary({ event }: Hop, { account = '', to }: Mapping): Problem {
  const { subject, account: exporter = 'the exporter' } = event.ingress
  const as = to === subject ? '' : ` as ${to}`
  const reach = event.dryRun ? 'would reach' : 'reaches'
  return {
    kind: 'account-boundary-stream',
    severity: 'warning',
    server: event.server.name,
    message: `the trace ends before account ${account}: a subscriber there, whom ${subject} ${reach}${as}, is not shown`,
    hint: `set allow_trace in account ${account}, on its import of the stream ${subject} from account ${exporter}`,
  }
}

function serviceBoundary(
  { event }: Hop,
  crossing: Mapping,
  noResponders: boolean | undefined,
): Problem {
  const { account = '', from, to } = crossing
  const server = event.server.name
  const toServers = serverApiStop(to, server)
  if (toServers !== undefined) return toServers
  const importer = importerOf(event, crossing)
  const name = from === undefined || from === to ? to : `${from} → ${to}`
  const dryRun = event.dryRun ? whatRequesterIsTold(noResponders) : ''
  return {
    kind: 'account-boundary-service',
    severity: 'warning',
    server,
    message: `the trace ends at the service import ${name} of account ${importer} from account ${account}${dryRun}`,
    hint: `set allow_trace in account ${account}, on its export of the service ${to}; if it is set, nobody serves there`,
  }
}

// A dry run does not get to the service, and the server takes that for nobody being there.
function whatRequesterIsTold(noResponders: boolean | undefined): string {
  if (noResponders === false) return ''
  return noResponders === true
    ? '; the "no responders" (503) that came back is what a dry run does there, and does not mean that nobody serves'
    : '; in a dry run a requester is told "no responders" (503) even if there are some'
}

// Of a chain of imports, each account but the first has the message from the import before.
function importerOf({ ingress, items }: TraceEvent, { from }: Mapping): string {
  const before = items.find((item) => item.type === 'service import' && item.to === from)
  const isChain = before !== undefined && from !== ingress.subject
  return (isChain && 'account' in before ? before.account : ingress.account) ?? 'the importer'
}
