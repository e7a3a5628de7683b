import type { Hop, MissingHop } from './assembly.ts'

/** Compares hops by the time of their ingress, then by server and number: never by arrival. */
export function inOrder({ event: a }: Hop, { event: b }: Hop): number {
  return (
    compare(a.ingress.timeUnixNano, b.ingress.timeUnixNano) ||
    compare(a.server.name, b.server.name) ||
    compare(a.server.id, b.server.id) ||
    compare(a.hop, b.hop)
  )
}

/** Compares hops after one server by when it sent the message there, then by their numbers. */
export function inOrderOfSending(a: Hop, b: Hop): number {
  return (
    compare(a.via?.timeUnixNano ?? 0n, b.via?.timeUnixNano ?? 0n) ||
    compareHops(a.event.hop, b.event.hop)
  )
}

/** Compares silent servers by the number of their hop, by name, then by the time they had it. */
export function inOrderOfHops(a: MissingHop, b: MissingHop): number {
  return (
    compareHops(a.hop, b.hop) || compare(a.server, b.server) || compare(timeNear(a), timeNear(b))
  )
}

function timeNear({ announcedBy, next }: MissingHop): bigint {
  return (announcedBy ?? next[0]?.event)?.ingress.timeUnixNano ?? 0n
}

// `2` is before `10`, and `1` before `1.1`.
function compareHops(a: string, b: string): number {
  const [as, bs] = [a.split('.'), b.split('.')]
  for (const [index, part] of as.entries()) {
    const other = bs[index]
    if (other === undefined) return 1
    const difference = compare(Number(part), Number(other)) || compare(part, other)
    if (difference !== 0) return difference
  }
  return as.length - bs.length
}

function compare<T extends bigint | number | string>(a: T, b: T): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
