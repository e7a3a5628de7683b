import { kindName } from '../event/connection-kind.ts'
import { type Egress, type TraceEvent } from '../event/trace-event.ts'
import { type Problem, type StopKind } from './problem.ts'

/** Why a server did not give the message to a receiver, or will hear nothing from there. */
export function egressStops({ server, items }: TraceEvent): readonly Problem[] {
  return items.flatMap((item) => {
    if (item.type !== 'egress' || item.error === undefined) return []
    const { kind, severity, hint } =
      REASONS.find(({ text }) => item.error?.includes(text)) ?? UNKNOWN_REASON
    const to = receiverOf(item)
    const message = `${server.name} to ${to}: ${item.error}`
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
  /** What the server says; all texts are in server/msgtrace.go. */
  readonly text: string
  readonly hint: (receiver: string, egress: Egress) => string
}

const REASONS: readonly Reason[] = [
  {
    kind: 'remote-too-old',
    severity: 'warning',
    text: 'remote does not support message tracing',
    hint: (_receiver, { name }) => `upgrade ${name} to 2.11 or newer to see the way behind it`,
  },
  {
    kind: 'no-echo',
    severity: 'note',
    text: 'no echo',
    hint: () =>
      'the publisher connected with no_echo: its own subscriptions get nothing of its own',
  },
  {
    kind: 'receiver-denied',
    severity: 'warning',
    text: 'publish denied',
    hint: (receiver) => `allow the subject on the connection to ${receiver}`,
  },
  {
    kind: 'receiver-denied',
    severity: 'warning',
    text: 'subscription denies',
    hint: (receiver) => `the permissions of ${receiver} deny the subject to its subscription`,
  },
  {
    kind: 'receiver-gone',
    severity: 'note',
    text: 'is closed',
    hint: (receiver) => `${receiver} went away meanwhile`,
  },
  {
    kind: 'receiver-gone',
    severity: 'note',
    text: 'auto-unsubscribe',
    hint: (receiver) => `${receiver} asked for a number of messages and has had them`,
  },
  {
    kind: 'receiver-slow',
    severity: 'warning',
    text: 'slow',
    hint: (receiver) => `${receiver} does not read as fast as others publish`,
  },
]

const UNKNOWN_REASON: Reason = {
  kind: 'not-delivered',
  severity: 'warning',
  text: '',
  hint: (receiver) => `look at the log of the server about ${receiver}`,
}
