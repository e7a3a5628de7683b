import { isPossible, type ClockBounds, type ClockOffset } from './clock-offset.ts'

/** That one thing was before another, of which each is told by the clock of its own server. */
export interface ClockOrder {
  /** Key of the server where the first happened. */
  readonly from: string
  readonly to: string
  /** By so much at most, in nanoseconds, is the clock of `to` ahead of that of `from`. */
  readonly leadNanos: bigint
}

/**
 * Narrows what is known of clocks by what happened before what: the earliest that a message can
 * have left bounds when it arrived, and the latest that it can have arrived bounds when it left.
 *
 * Orders that contradict each other or the bounds tell of a clock that was set meanwhile, or of
 * events that are made up: then the bounds stay as they are.
 *
 * @param orders along the way of the message: each server before those after it
 */
export function narrowByOrder(bounds: ClockBounds, orders: readonly ClockOrder[]): ClockBounds {
  const narrowed = new Map(bounds)
  const backwards = orders.toReversed()
  // A server that the message passed more than once needs another round; each settles one at least.
  for (let round = 0; round <= bounds.size; round++) {
    const before = [...narrowed.values()]
    for (const order of orders) narrowTo(narrowed, order)
    for (const order of backwards) narrowFrom(narrowed, order)
    const after = [...narrowed.values()]
    if (!after.every((offset) => isPossible(offset))) return bounds
    if (after.every((offset, index) => offset === before[index])) return narrowed
  }
  return bounds
}

function narrowTo(clocks: Map<string, ClockOffset>, { from, to, leadNanos }: ClockOrder): void {
  const [sender, receiver] = [clocks.get(from), clocks.get(to)]
  if (sender === undefined || receiver === undefined) return
  const maxNanos = sender.maxNanos + leadNanos
  if (maxNanos < receiver.maxNanos) clocks.set(to, { ...receiver, maxNanos })
}

function narrowFrom(clocks: Map<string, ClockOffset>, { from, to, leadNanos }: ClockOrder): void {
  const [sender, receiver] = [clocks.get(from), clocks.get(to)]
  if (sender === undefined || receiver === undefined) return
  const minNanos = receiver.minNanos - leadNanos
  if (minNanos > sender.minNanos) clocks.set(from, { ...sender, minNanos })
}
