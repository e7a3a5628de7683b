import { kindName, type ConnectionKind } from '../event/connection-kind.ts'

/** A server, as far as it matters to the way from one to the next. */
export interface Place {
  readonly server: string
  readonly cluster?: string | undefined
}

/**
 * By what a message came, with the clusters if it changed them: `gateway C3 → C1`. Where it came
 * into a cluster from a client or from a server that is not known: `client, cluster C1`.
 */
export function describeLink(kind: ConnectionKind, from: Place | undefined, to: Place): string {
  const before = from && clusterOf(from)
  const here = clusterOf(to)
  if (here === undefined || here === before) return kindName(kind)
  // Others join no clusters: a route, for one, stays in its own.
  if (kind !== 'gateway' && kind !== 'leafnode') return `${kindName(kind)}, cluster ${here}`
  return before === undefined
    ? `${kindName(kind)} → ${here}`
    : `${kindName(kind)} ${before} → ${here}`
}

// A leaf node that stands alone gives its own name as that of its cluster.
function clusterOf({ server, cluster }: Place): string | undefined {
  return cluster === server ? undefined : cluster
}
