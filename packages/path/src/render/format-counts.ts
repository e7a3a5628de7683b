import { kindName, type ConnectionKind } from '../event/connection-kind.ts'
import type { EgressCount } from '../explain/explanation.ts'
import { plural } from '../text/plural.ts'

/** How often the message went to receivers of each kind: `egress: 2 clients, 1 route, 1 stream`. */
export function formatCounts(counts: readonly EgressCount[]): string {
  return `egress: ${counts.map(({ kind, count }) => plural(count, nounOf(kind))).join(', ')}`
}

function nounOf(kind: ConnectionKind): string {
  if (kind === 'jetstream') return 'stream'
  return kind === 'unknown' ? 'receiver of another kind' : kindName(kind)
}
