import type { ConnectionKind } from '../event/connection-kind.ts'

/** The arrow to a server: what the message came by, as the nats CLI draws it. */
export type LinkArrow = '-->' | '==>' | '~~>'

/** The arrow of a route, a gateway or a leaf node; absent where no other server sent the message. */
export function linkArrow(kind: ConnectionKind | undefined): LinkArrow | undefined {
  switch (kind) {
    case 'route':
      return '-->'
    case 'gateway':
      return '==>'
    case 'leafnode':
      return '~~>'
    default:
      return undefined
  }
}
