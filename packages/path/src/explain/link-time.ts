import type { Hop } from '../assemble/assembly.ts'
import { clockKey, type ClockBounds } from './clock-offset.ts'

/** How long a message was on its way from one server to the next. */
export interface LinkTime {
  /** Negative when the clocks of the two differ and it is not known by how much. */
  readonly latencyNanos: bigint
  /** By how much it may be off, as clocks that certainly differ were set right; else absent. */
  readonly uncertaintyNanos?: bigint
  /** By how much the clock here is ahead of the one before, give or take the uncertainty. */
  readonly skewNanos?: bigint
}

/**
 * The time from when the server before handed the message over to when this one had it; `undefined`
 * when the server before did not tell.
 *
 * Each tells it by its own clock. Where bounds of the clocks prove that they differ, the time is
 * what remains of it, marked as uncertain.
 */
export function linkTime(before: Hop, hop: Hop, clocks?: ClockBounds): LinkTime | undefined {
  if (hop.via === undefined) return undefined
  const rawNanos = hop.event.ingress.timeUnixNano - hop.via.timeUnixNano
  const from = clocks?.get(clockKey(before.event.server))
  const to = clocks?.get(clockKey(hop.event.server))
  if (from === undefined || to === undefined) return { latencyNanos: rawNanos }

  const minSkew = to.minNanos - from.maxNanos
  const maxSkew = to.maxNanos - from.minNanos
  if (minSkew <= 0n && maxSkew >= 0n && rawNanos >= 0n) return { latencyNanos: rawNanos }

  // No message arrives before it was sent.
  const least = maxOf(rawNanos - maxSkew, 0n)
  const most = maxOf(rawNanos - minSkew, least)
  // Rounded up, so that what is off by the uncertainty is not less than no time.
  const latencyNanos = (least + most + 1n) / 2n
  return {
    latencyNanos,
    uncertaintyNanos: latencyNanos - least,
    skewNanos: rawNanos - latencyNanos,
  }
}

function maxOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
