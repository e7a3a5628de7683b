import type { ChaosRecord } from './chaos-record.ts'
import { encodeSpanBatch, SPANS_SUBJECT } from './encode-span-batch.ts'
import { traceIdOf } from './trace-id.ts'

/** The name of spans for which a backend answers 400. */
export const UNWANTED = 'unwanted'
/** The name of spans at which a backend fails with 500. */
export const HARMFUL = 'harmful'

/** Now and then a record that nobody can read, that no backend wants, or at which every backend fails. */
export function makePoison(round: number): readonly ChaosRecord[] {
  const kind = KINDS[round % EVERY]
  if (kind === undefined) return []
  const traceId = traceIdOf(`${kind} ${round}`)
  const data =
    kind === 'unreadable' ? Buffer.from(`{ ${traceId}`) : encodeSpanBatch([traceId], kind)
  return [{ subject: SPANS_SUBJECT, data, ids: [traceId], isPoison: true }]
}

const KINDS = ['unreadable', UNWANTED, HARMFUL] as const
/** Rounds after which the kinds begin anew. */
const EVERY = 20
