import { isWrappedReplySubject, parentHop } from '@hopscope/observe/hop'
import type { Ingress, TraceEvent } from './trace-event.ts'

/**
 * Whether a server of the same cluster handed the message on without counting the hop: both
 * servers report the same number.
 *
 * A reply that comes through a gateway may reach a server that does not have the requester. It
 * passes the reply on by a route to the one that has, and tells of no egress
 * (server/gateway.go, handleGatewayReply). It never passes on what came by a route.
 */
export function isForwardedReply({ kind, subject }: Ingress): boolean {
  return kind === 'route' && isWrappedReplySubject(subject)
}

/**
 * The number of the hop on the server before, which the ingress names; `undefined` when the
 * message came from a client.
 */
export function hopBefore({ hop, ingress }: TraceEvent): string | undefined {
  return isForwardedReply(ingress) ? hop : parentHop(hop)
}
