import type { Assembly, Hop } from '../assemble/assembly.ts'
import { boundaryStops } from './boundary-stops.ts'
import { egressStops } from './egress-stops.ts'
import { ingressStops } from './ingress-stops.ts'
import { interestStops } from './interest-stops.ts'
import type { Problem } from './problem.ts'
import { silenceStops } from './silence-stops.ts'

/**
 * Every place at which the message or its trace goes no further: refusals, losses, boundaries.
 *
 * @param noResponders whether a requester was told so; `undefined` when it is not known
 */
export function findStops(
  assembly: Assembly,
  hops: readonly Hop[],
  noResponders?: boolean,
): readonly Problem[] {
  const stops = [
    ...hops.flatMap(({ event }) => ingressStops(event)),
    ...silenceStops(assembly),
    ...hops.flatMap(({ event }) => egressStops(event)),
    ...hops.flatMap((hop) => boundaryStops(hop, noResponders)),
  ]
  return stops.length > 0 ? stops : interestStops(hops, noResponders)
}
