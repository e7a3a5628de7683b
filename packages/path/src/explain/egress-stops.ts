import { kindName } from '../event/connection-kind.ts'
import { isRemoteTooOld } from '../event/is-remote-too-old.ts'
import type { Egress, TraceEvent } from '../event/trace-event.ts'
import type { Problem, StopKind } from './problem.ts'

/** Why a server did not give the message to a receiver, or will hear nothing from there. */
export function egressStops({ server, items }: TraceEvent): readonly Problem[] {
  return items.flatMap((item) => {
    if (item.type !== 'egress' || item.error === undefined) return []
    const { error } = item
    const { kind, severity, hint } = REASONS.find(({ is }) => is(error)) ?? UNKNOWN_REASON
    const to = receiverOf(item)
    const message = `${server.name} to ${to}: ${error}`
    return [{ kind, severity, server: server.name, message, hint: hint(to, item) }]
  })
}

function receiverOf({ kind, name, cid }: Egress): string {
  const unnamed = cid === undefined ? '(unnamed)' : `cid ${cid}`
  return `${kindName(kind)} ${name === '' ? unnamed : name}`
}

interface Reason {
  readonly kind: StopKind
  readonly severity: Problem['severity']
  /** Whether it is what an error of the server says; all texts are in server/msgtrace.go. */
  readonly is: (error: string) => boolean
  readonly hint: (receiver: string, egress: Egress) => string
}

const REASONS: readonly Reason[] = [
  {
    kind: 'remote-too-old',
    severity: 'warning',
    is: isRemoteTooOld,
    hint: (_receiver, { name }) => `upgrade ${name} to 2.11 or newer to see the way behind it`,
  },
  {
    kind: 'no-echo',
    severity: 'note',
    is: (error) => error.includes('no echo'),
    hint: () =>
      'the publisher connected with no_echo: its own subscriptions get nothing of its own',
  },
  {
    kind: 'receiver-denied',
    severity: 'warning',
    is: (error) => error.includes('publish denied'),
    hint: (receiver, { kind, name }) =>
      kind === 'leafnode'
        ? `let the user of the leaf node connection to ${name} publish the subject, if deny_exports does not keep it back`
        : `allow the subject on the connection to ${receiver}`,
  },
  {
    kind: 'receiver-denied',
    severity: 'warning',
    is: (error) => error.includes('subscription denies'),
    hint: (receiver, { kind, name }) =>
      kind === 'leafnode'
        ? `let the user of the leaf node connection to ${name} subscribe to the subject`
        : `the permissions of ${receiver} deny the subject to its subscription`,
  },
  {
    kind: 'receiver-gone',
    severity: 'note',
    is: (error) => error.includes('is closed'),
    hint: (receiver) => `${receiver} went away meanwhile`,
  },
  {
    kind: 'receiver-gone',
    severity: 'note',
    is: (error) => error.includes('auto-unsubscribe'),
    hint: (receiver) => `${receiver} asked for a number of messages and has had them`,
  },
  {
    kind: 'receiver-slow',
    severity: 'warning',
    is: (error) => error.includes('slow'),
    hint: (receiver) => `${receiver} does not read as fast as others publish`,
  },
]

const UNKNOWN_REASON: Reason = {
  kind: 'not-delivered',
  severity: 'warning',
  is: () => true,
  hint: (receiver) => `look at the log of the server about ${receiver}`,
}
