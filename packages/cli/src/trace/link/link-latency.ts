import type { LinkTime } from '@hopscope/path'

/** How long a link took. */
export interface LinkLatency {
  /** The middle of what is possible; worth nothing when the clocks are skewed. */
  readonly latencyMs: number
  /** By how much it may be off, either way; 0 unless the clocks are bounded. */
  readonly uncertaintyMs: number
  readonly clock: Clock
}

/**
 * What is known of the clocks at both ends of a link.
 *
 * - `trusted`: nothing speaks against them, and the time is what they say
 * - `bounded`: they differ, and by how much is known, give or take an uncertainty
 * - `skewed`: they differ, and by how much is not known
 */
export type Clock = 'trusted' | 'bounded' | 'skewed'

/** A time between two servers in milliseconds, with what it is worth. */
export function linkLatency({ latencyNanos, uncertaintyNanos }: LinkTime): LinkLatency {
  const latencyMs = Number(latencyNanos) / 1e6
  if (uncertaintyNanos !== undefined) {
    return { latencyMs, uncertaintyMs: Number(uncertaintyNanos) / 1e6, clock: 'bounded' }
  }
  return { latencyMs, uncertaintyMs: 0, clock: latencyNanos < 0n ? 'skewed' : 'trusted' }
}

/** The least that a link may have taken, in milliseconds. */
export function leastMs({ latencyMs, uncertaintyMs }: LinkLatency): number {
  return latencyMs - uncertaintyMs
}

/** The most that a link may have taken, in milliseconds. */
export function mostMs({ latencyMs, uncertaintyMs }: LinkLatency): number {
  return latencyMs + uncertaintyMs
}
