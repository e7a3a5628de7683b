import { type Hop } from '../assemble/assembly.ts'
import { type Place } from '../text/describe-link.ts'

/**
 * Nanoseconds from when the server before handed the message over to when this one had it, each by
 * its own clock; `undefined` when that is not known. Negative when the clocks differ by more.
 */
export function linkLatency({ event, via }: Hop): bigint | undefined {
  return via && event.ingress.timeUnixNano - via.timeUnixNano
}

/** Where a hop took place. */
export function placeOf({ event }: Hop): Place {
  return { server: event.server.name, cluster: event.server.cluster }
}
