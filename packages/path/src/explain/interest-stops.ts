import type { Hop } from '../assemble/assembly.ts'
import { isServerKind } from '../event/connection-kind.ts'
import type { TraceItem } from '../event/trace-event.ts'
import type { Problem } from './problem.ts'
import { serverApiStop } from './server-api-stop.ts'

/** That nobody wants the message but the servers, if they say no more than that they had it. */
export function interestStops(hops: readonly Hop[], noResponders = false): readonly Problem[] {
  const [first] = hops
  const items = hops.flatMap(({ event }) => event.items)
  if (first === undefined || items.some((item) => isReceiver(item))) return []
  const { server, ingress } = first.event
  const subject = items.reduce((last, item) => ('to' in item ? item.to : last), ingress.subject)
  const toServers = serverApiStop(subject, server.name)
  if (toServers !== undefined) return [toServers]
  const account = ingress.account === undefined ? '' : ` in account ${ingress.account}`
  const told = noResponders ? '; a requester is told so ("no responders", 503)' : ''
  return [
    {
      kind: 'no-interest',
      severity: 'warning',
      server: server.name,
      message: `nobody subscribes to ${subject}${account}, and no stream stores it${told}`,
      hint: 'check the spelling of the subject, and that the receiver is connected to the same account',
    },
  ]
}

function isReceiver(item: TraceItem): boolean {
  return item.type === 'storage' || (item.type === 'egress' && !isServerKind(item.kind))
}
