import type { Assembly, Hop } from '../assemble/assembly.ts'
import { lastTimeOf } from './clock-bounds.ts'
import type { ClockBounds } from './clock-offset.ts'
import type { SlowestLink } from './explanation.ts'
import { linkTime } from './link-time.ts'

/** How far a message went in which time. */
export interface Travel {
  readonly durationNanos: bigint
  readonly slowestLink?: SlowestLink
  /** Links at whose ends the clocks certainly differ. */
  readonly skewed: readonly SlowestLink[]
}

/**
 * Adds up the times on each way through the tree, so that a clock which differs falsifies one link
 * rather than the whole.
 */
export function travel({ roots, missing }: Assembly, clocks?: ClockBounds): Travel {
  const links: SlowestLink[] = []
  let durationNanos = 0n
  const tops = [...roots, ...missing.flatMap(({ next }) => next)]
  const stack = tops.map((hop) => ({ hop, arrivedNanos: 0n }))
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { hop, arrivedNanos } = entry
    const leftNanos = arrivedNanos + lastTimeOf(hop.event) - hop.event.ingress.timeUnixNano
    if (leftNanos > durationNanos) durationNanos = leftNanos
    for (const next of hop.next) {
      const time = linkTime(hop, next, clocks)
      if (time !== undefined) links.push({ from: nameOf(hop), to: nameOf(next), ...time })
      stack.push({ hop: next, arrivedNanos: arrivedNanos + timeTo(next, hop, time?.latencyNanos) })
    }
  }
  const slowestLink = slowestOf(links)
  return {
    durationNanos,
    ...(slowestLink !== undefined && { slowestLink }),
    skewed: links.filter(isSkewed).toSorted(byName),
  }
}

// From the ingress of the server before to that of the next.
function timeTo({ via }: Hop, before: Hop, latencyNanos = 0n): bigint {
  if (via === undefined) return 0n
  const inside = via.timeUnixNano - before.event.ingress.timeUnixNano
  return inside + (latencyNanos > 0n ? latencyNanos : 0n)
}

// What is only an estimate is not to beat what was measured.
function slowestOf(links: readonly SlowestLink[]): SlowestLink | undefined {
  const measured = links.filter((link) => !isSkewed(link))
  const estimated = links.filter(({ latencyNanos }) => latencyNanos >= 0n)
  const [slowest] = (measured.length > 0 ? measured : estimated).toSorted(
    (a, b) => compare(b.latencyNanos, a.latencyNanos) || byName(a, b),
  )
  return slowest
}

function isSkewed({ latencyNanos, uncertaintyNanos }: SlowestLink): boolean {
  return uncertaintyNanos !== undefined || latencyNanos < 0n
}

function byName(a: SlowestLink, b: SlowestLink): number {
  return compare(`${a.from}\n${a.to}`, `${b.from}\n${b.to}`)
}

function compare<T extends bigint | string>(a: T, b: T): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function nameOf({ event }: Hop): string {
  return event.server.name
}
