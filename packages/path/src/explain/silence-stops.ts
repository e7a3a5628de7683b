import { readHeader } from '@hopscope/observe/headers'
import type { Assembly, MissingHop } from '../assemble/assembly.ts'
import type { TraceEvent } from '../event/trace-event.ts'
import type { Problem } from './problem.ts'

/** The servers that had the message and did not report, with what makes a server silent. */
export function silenceStops(assembly: Assembly): readonly Problem[] {
  return assembly.missing.map((silent) => {
    const name = silent.server === '' ? '(unnamed server)' : silent.server
    const teller = tellerOf(silent)
    return {
      kind: 'server-silent',
      severity: 'warning',
      server: name,
      message: silence(silent, name, teller?.server.name),
      hint: likelyCauses(silent, teller),
    }
  })
}

function silence({ announcedBy }: MissingHop, name: string, teller: string | undefined): string {
  if (teller === undefined) return `${name} did not report`
  return announcedBy === undefined
    ? `${teller} got it from ${name}, which did not report`
    : `${teller} sent it to ${name}, which did not report`
}

function tellerOf({ announcedBy, next }: MissingHop): TraceEvent | undefined {
  return announcedBy ?? next[0]?.event
}

// Too old it is not: a server that sends the message on would say so of the next.
function likelyCauses(silent: MissingHop, event: TraceEvent | undefined): string {
  const destination = event?.headers.get('Nats-Trace-Dest')?.[0] ?? ''
  const isAdHoc = destination !== '' && destination !== 'trace disabled'
  if (!silent.owed) {
    return `trace as a user of account ${accountOf(silent)}: what ${silent.server} reports stays in that account, with allow_trace and without`
  }
  const where = isAdHoc ? destination : 'the destination of msg_trace'
  const causes = [
    isAdHoc
      ? 'the event got lost or is late: trace again, or give it more time'
      : 'msg_trace of the account has another destination there, or is off',
    ...(silent.kind === 'leafnode' || leavesLeaf(silent)
      ? [
          `the user of the leaf node connection may not publish to or subscribe to ${where}`,
          ...(event === undefined ? [] : excess(silent, event)),
        ]
      : [`permissions or accounts there let no event through to ${where}`]),
    ...(isAdHoc || !hasContext(event) ? [] : ['the stream of the events had no leader just then']),
  ]
  return causes.join('; or ')
}

function accountOf({ hop, announcedBy }: MissingHop): string {
  const egress = announcedBy?.items.find((item) => item.type === 'egress' && item.hop === hop)
  return (egress?.type === 'egress' ? egress.account : undefined) ?? 'of the leaf node'
}

// The other end closes the connection, and gives no reason in a trace event (2.15.1).
function excess({ server }: MissingHop, { messageBytes }: TraceEvent): readonly string[] {
  if (messageBytes < LARGE_BYTES) return []
  return [
    `the message with its ${messageBytes} bytes is larger than max_payload of ${server}, which ends the connection`,
  ]
}

// Servers take 1 MiB by default, and some of them less; smaller limits are for experiments.
const LARGE_BYTES = 65_536

function leavesLeaf({ next }: MissingHop): boolean {
  return next.some(({ event }) => event.ingress.kind === 'leafnode')
}

function hasContext(event: TraceEvent | undefined): boolean {
  return event !== undefined && readHeader(event.headers, 'traceparent').length > 0
}
