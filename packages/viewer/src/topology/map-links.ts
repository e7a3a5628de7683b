import type { ConnectionKind } from '@hopscope/path'
import type { MapLink } from '../api/topology-view.ts'

/** A message that came to a server from another, or was sent on to one that did not report. */
export interface Arrival {
  readonly from: string
  readonly to: string
  readonly by: ConnectionKind
  /** When it came; absent where nobody tells. */
  readonly startMs?: number
  /** Under which the server before noted when it sent the message. */
  readonly sentKey: string
}

/** Connections between servers as messages crossed them, by name; each direction is one of its own. */
export function linksOf(
  arrivals: readonly Arrival[],
  sentOn: ReadonlyMap<string, number>,
): readonly MapLink[] {
  const links = new Map<string, GrowingLink>()
  for (const { from, to, by, startMs, sentKey } of arrivals) {
    const kind = kindOf(by)
    const key = `${from}\n${to}\n${kind}`
    const link = links.get(key) ?? { from, to, kind, messages: 0, tookMs: [] }
    links.set(key, link)
    link.messages++
    const sentMs = sentOn.get(sentKey)
    if (sentMs !== undefined && startMs !== undefined) link.tookMs.push(startMs - sentMs)
  }
  return [...links.entries()]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { tookMs, ...link }]) => ({ ...link, ...percentilesOf(tookMs) }))
}

interface GrowingLink extends Pick<MapLink, 'from' | 'to' | 'kind'> {
  messages: number
  readonly tookMs: number[]
}

function kindOf(by: ConnectionKind): MapLink['kind'] {
  return by === 'route' || by === 'gateway' || by === 'leafnode' || by === 'account' ? by : 'other'
}

// A time below 0 is that of two clocks that differ: how long it took cannot be told.
function percentilesOf(tookMs: readonly number[]): Pick<MapLink, 'p50Ms' | 'p95Ms'> {
  const ordered = Float64Array.from(tookMs).toSorted()
  const p50Ms = ordered[Math.ceil(ordered.length * 0.5) - 1]
  const p95Ms = ordered[Math.ceil(ordered.length * 0.95) - 1]
  if (p50Ms === undefined || p95Ms === undefined || p50Ms < 0) return {}
  return { p50Ms: microseconds(p50Ms), p95Ms: microseconds(p95Ms) }
}

// The difference of two times of the epoch has no more than that.
function microseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
