import { type Hop } from '../assemble/assembly.ts'
import { isServerKind } from '../event/connection-kind.ts'
import { type TraceItem } from '../event/trace-event.ts'
import { type Problem } from './problem.ts'

/** That nobody wants the message, if the servers say no more than that they had it. */
export function interestStops(hops: readonly Hop[]): readonly Problem[] {
  const [first] = hops
  const items = hops.flatMap(({ event }) => event.items)
  if (first === undefined || items.some((item) => isReceiver(item))) return []
  const { server, ingress } = first.event
  const subject = items.reduce((last, item) => ('to' in item ? item.to : last), ingress.subject)
  const account = ingress.account === undefined ? '' : ` in account ${ingress.account}`
  return [
    {
      kind: 'no-interest',
      severity: 'warning',
      server: server.name,
      message: `nobody subscribes to ${subject}${account}, and no stream stores it`,
      hint: 'check the spelling of the subject, and that the receiver is connected to the same account',
    },
  ]
}

function isReceiver(item: TraceItem): boolean {
  return item.type === 'storage' || (item.type === 'egress' && !isServerKind(item.kind))
}
