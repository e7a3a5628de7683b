import { formatLatency } from '../link/format-latency.ts'
import { leastMs, mostMs } from '../link/link-latency.ts'
import type { Link } from '../link/links-of.ts'

/** What becomes of the expectation that no link takes longer than so many milliseconds. */
export interface LatencyVerdict {
  /** What is wrong; `undefined` when nothing is. */
  readonly complaint?: string
  /** What is too near to tell, as clocks differ; `undefined` when nothing is. */
  readonly doubt?: string
}

/** Judges links by the least time that they may have taken. */
export function judgeLatencies(links: readonly Link[], limitMs: number): LatencyVerdict {
  const skewed = links.filter(({ clock }) => clock === 'skewed')
  const timed = links.filter(({ clock }) => clock !== 'skewed')
  const slow = timed.filter((link) => leastMs(link) > limitMs)
  const unsure = timed.filter((link) => leastMs(link) <= limitMs && mostMs(link) > limitMs)
  const bad = [
    ...slow.map(describe),
    ...skewed.map(({ from, to }) => `${from} → ${to} unknown, their clocks differ`),
  ]
  return {
    ...(bad.length > 0 && { complaint: `no link above ${limitMs} ms, got ${bad.join(', ')}` }),
    ...(unsure.length > 0 && {
      doubt: `clocks differ, and a link may be above ${limitMs} ms: ${unsure.map(describe).join(', ')}`,
    }),
  }
}

function describe({ from, to, latencyMs, uncertaintyMs }: Link): string {
  return `${from} → ${to} ${formatLatency(latencyMs, uncertaintyMs)}`
}
