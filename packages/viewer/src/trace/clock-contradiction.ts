import type { Stretch } from './stretches.ts'

/** By how much clocks contradict each other at the least: the most that a stretch ends before it begins, in nanoseconds; 0 where none does. */
export function clockContradiction(stretches: readonly Stretch[]): number {
  return stretches.reduce((most, { durationNs }) => Math.max(most, -durationNs), 0)
}
