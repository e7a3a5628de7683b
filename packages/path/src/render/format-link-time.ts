import type { LinkTime } from '../explain/link-time.ts'
import { formatDuration, formatLatency } from '../text/format-duration.ts'

/** The time on the way between two servers: `+1.2 ms`, or `+3.1 ms ±3 ms` when it is not exact. */
export function formatLinkTime({ latencyNanos, uncertaintyNanos }: LinkTime): string {
  const latency = formatLatency(latencyNanos)
  return uncertaintyNanos === undefined
    ? latency
    : `${latency} ±${formatDuration(uncertaintyNanos)}`
}
