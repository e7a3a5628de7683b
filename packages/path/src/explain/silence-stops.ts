import { readHeader } from '@hopscope/observe/headers'
import { type Assembly, type MissingHop } from '../assemble/assembly.ts'
import { type TraceEvent } from '../event/trace-event.ts'
import { type Problem } from './problem.ts'

/** The servers that had the message and did not report, with what makes a server silent. */
export function silenceStops(assembly: Assembly): readonly Problem[] {
  return assembly.missing.map((silent) => {
    const name = silent.server === '' ? '(unnamed server)' : silent.server
    const teller = tellerOf(silent)
    const how = silent.announcedBy === undefined ? 'passed it on to' : 'got it from'
    return {
      kind: 'server-silent',
      severity: 'warning',
      server: name,
      message:
        teller === undefined
          ? `${name} did not report`
          : `${name} did not report; it ${how} ${teller.server.name}`,
      hint: likelyCauses(silent, teller),
    }
  })
}

function tellerOf({ announcedBy, next }: MissingHop): TraceEvent | undefined {
  return announcedBy ?? next[0]?.event
}

// Too old it is not: a server that sends the message on would say so of the next.
function likelyCauses(silent: MissingHop, event: TraceEvent | undefined): string {
  const destination = event?.headers.get('Nats-Trace-Dest')?.[0] ?? ''
  const isAdHoc = destination !== '' && destination !== 'trace disabled'
  const where = isAdHoc ? destination : 'the destination of msg_trace'
  const causes = [
    isAdHoc
      ? 'the event got lost or is late: trace again, or give it more time'
      : 'msg_trace of the account has another destination there, or is off',
    ...(silent.kind === 'leafnode' || leavesLeaf(silent)
      ? [`the user of the leaf node connection may not publish to or subscribe to ${where}`]
      : [`permissions or accounts there let no event through to ${where}`]),
    ...(isAdHoc || !hasContext(event) ? [] : ['the stream of the events had no leader just then']),
  ]
  return causes.join('; or ')
}

function leavesLeaf({ next }: MissingHop): boolean {
  return next.some(({ event }) => event.ingress.kind === 'leafnode')
}

function hasContext(event: TraceEvent | undefined): boolean {
  return event !== undefined && readHeader(event.headers, 'traceparent').length > 0
}
