import type { Hop } from '../assemble/assembly.ts'
import type { Place } from '../text/describe-link.ts'

/** Where a hop took place. */
export function placeOf({ event }: Hop): Place {
  return { server: event.server.name, cluster: event.server.cluster }
}
