import type { TraceEvent } from '../event/trace-event.ts'
import type { Problem } from './problem.ts'

/** Why a server refused the message; none when it took it, and knew the way before. */
export function ingressStops(event: TraceEvent): readonly Problem[] {
  const { server, ingress, partial, dryRun } = event
  if (partial) {
    const delivered = dryRun
      ? '; if it is older than 2.11, it delivers in spite of the dry run'
      : ''
    return [
      {
        kind: 'origin-unknown',
        severity: 'warning',
        server: server.name,
        message: `${server.name} got it from ${ingress.name}, which is too old to trace or does not trace${delivered}`,
        hint: `upgrade ${ingress.name} to 2.11 or newer; if it is, set msg_trace for the account there too`,
      },
    ]
  }
  return ingress.error === undefined ? [] : [refusal(event, ingress.error)]
}

function refusal({ server, headers, ingress }: TraceEvent, error: string): Problem {
  const from = { severity: 'error', server: server.name } as const
  const message = `${server.name} refused it: ${error}`
  if (error.startsWith('Permissions Violation')) {
    const destination = headers.get('Nats-Trace-Dest')?.[0] ?? ''
    if (destination !== '' && error.includes(`"${destination}"`)) {
      return {
        ...from,
        kind: 'trace-dest-denied',
        message,
        hint: `allow the user to publish to ${destination}, where the trace events go`,
      }
    }
    const user = ingress.name === '' ? 'the user' : `the user of client ${ingress.name}`
    return {
      ...from,
      kind: 'permission-denied',
      message,
      hint: `allow ${user} to publish to ${ingress.subject}`,
    }
  }
  if (/maximum payload/i.test(error)) {
    return {
      ...from,
      kind: 'payload-too-large',
      message,
      hint: `send less than max_payload of ${server.name}, or raise it`,
    }
  }
  return { ...from, kind: 'message-refused', message, hint: `look at the log of ${server.name}` }
}
