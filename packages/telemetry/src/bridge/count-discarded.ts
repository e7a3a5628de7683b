/** What a stream and a consumer of it said at one time. */
export interface LagSnapshot {
  /** The stream's first and last sequence. */
  readonly first: number
  readonly last: number
  /** The highest sequence that was delivered. */
  readonly delivered: number
  /** Records that were not delivered yet. */
  readonly pending: number
  /** Deliveries that were the first of their record, up to a constant. */
  readonly firstDeliveries: number
}

/** Where records that came between two snapshots, and are there still, are counted from; absent if nothing was discarded. */
export function arrivalsFrom(before: LagSnapshot, now: LagSnapshot): number | undefined {
  const isHit = now.first > Math.max(before.delivered, before.first - 1) + 1
  return isHit ? Math.max(before.last + 1, now.first) : undefined
}

/**
 * How many records the stream's limits took between two snapshots, before they were delivered.
 *
 * It is exact for what was there at the first of them. Of what came and went in between, nobody knows
 * which consumer it was for: it is taken to be mixed as what came after.
 *
 * @param arrived - the records of the consumer from {@link arrivalsFrom} on
 */
export function countDiscarded(before: LagSnapshot, now: LagSnapshot, arrived: number): number {
  const delivered = Math.max(0, now.firstDeliveries - before.firstDeliveries)
  const remaining = Math.max(0, now.pending - arrived)
  const known = Math.max(0, before.pending - delivered - remaining)

  const passed = Math.max(0, now.first - 1 - Math.max(before.last, now.delivered))
  const present = now.last + 1 - Math.max(before.last + 1, now.first)
  const share = present > 0 ? Math.min(1, arrived / present) : 0
  return known + Math.round(passed * share)
}
