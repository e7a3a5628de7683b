import { aggregate } from '../convert/index.ts'
import type { Outcome, Signal } from '../otlp-http/index.ts'
import type { Batch } from './batcher.ts'
import type { LaneContext } from './lane-context.ts'
import type { LaneCounts } from './lane-counts.ts'
import { messageOf } from './problem.ts'

/** Whose batches are sent, and where that is counted and told. */
export interface BatchSender {
  readonly context: LaneContext
  readonly signal: Signal
  readonly counts: LaneCounts
}

/** Sends the records of a batch in one request, and counts it and its answer; never rejects. */
export async function sendBatch(sender: BatchSender, batch: Batch): Promise<Outcome> {
  const { counts } = sender
  const bodies = aggregate(batch.records.map(({ request }) => request))
  counts.requests++
  for (const { length } of bodies) counts.requestBytes += length
  const outcome = await post(sender, bodies, batch.encoding)
  if (outcome.kind === 'refused') counts.refused++
  else if (outcome.kind !== 'accepted') counts.unavailable++
  return outcome
}

/** Counts, and tells of, what a backend did not take of a request that it accepted. */
export function countRejected(
  { context, signal, counts }: BatchSender,
  { rejected, message }: Extract<Outcome, { kind: 'accepted' }>,
): void {
  if (rejected <= 0 && message === undefined) return
  counts.rejected += rejected
  context.tell({ kind: 'partial-success', signal, rejected, message })
}

async function post(
  { context, signal }: BatchSender,
  bodies: readonly Uint8Array[],
  encoding: Batch['encoding'],
): Promise<Outcome> {
  try {
    return await context.backend.send(signal, bodies, { encoding })
  } catch (error) {
    return { kind: 'unavailable', reason: messageOf(error) }
  }
}
