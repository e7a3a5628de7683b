import type { ChaosRecord } from './chaos-record.ts'
import { makeHops } from './make-hops.ts'
import { makeLogs } from './make-logs.ts'
import { makeMetrics } from './make-metrics.ts'
import { makePoison } from './make-poison.ts'
import { makeSpans } from './make-spans.ts'

/** A record of every kind that TELEMETRY stores; those of two rounds differ. */
export function makeRound(
  round: number,
  { withPoison }: { readonly withPoison: boolean },
): readonly ChaosRecord[] {
  return [
    ...makeSpans(round),
    ...makeHops(round),
    ...makeLogs(round),
    ...makeMetrics(round),
    ...(withPoison ? makePoison(round) : []),
  ]
}
