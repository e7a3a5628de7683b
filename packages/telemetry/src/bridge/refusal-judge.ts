import type { Outcome } from '../otlp-http/index.ts'
import type { Batch } from './batcher.ts'
import type { SendableRecord } from './held-record.ts'
import type { Failure } from './outage.ts'
import { verdictOf, type Refusal } from './verdict.ts'

/** Whom a {@link RefusalJudge} asks. */
export interface JudgeOptions {
  /** Sends a request without records; never rejects. */
  readonly probe: () => Promise<Outcome>
  /** When a record was last refused for its own sake, by `performance.now()`; absent if it never was. */
  readonly refusedMs: (record: SendableRecord) => number | undefined
}

/** A batch that waits to be sent. */
export interface WaitingBatch extends Batch {
  /** When it was refused first, or the batch that it is a part of, by `performance.now()`. */
  readonly doubtedMs?: number
}

/** What else is going on when a batch is refused. */
export interface Surroundings {
  /** Whether records are sent as they come. */
  readonly isOpen: boolean
  /** Whether there are others that were not refused for their own sake yet, and may be taken. */
  readonly hasOthers: () => boolean
}

/**
 * Tells records that a backend does not want from a backend that wants nothing.
 *
 * A status such as 500 says neither. It is about a record if that was refused alone and another one
 * was taken since it was refused before: alone, or in the batch that was halved to find it.
 * Otherwise it is an outage. That a request without records is refused is one, too, where such a
 * request had been taken before; that it is taken says little, since what has nothing to write does
 * not need the disk that is full.
 */
export class RefusalJudge {
  readonly #options: JudgeOptions
  /** When the last request was sent that was taken and had records. */
  #takenMs = -Infinity
  /** Whether the backend has ever taken a request without records, so that a refusal of one tells something. */
  #tookProbe = false

  constructor(options: JudgeOptions) {
    this.#options = options
  }

  /** Hears of a request with records that was sent then, by `performance.now()`, and taken. */
  taken(sentMs: number): void {
    this.#takenMs = Math.max(this.#takenMs, sentMs)
  }

  /** Asks the backend by a request without records. */
  async probe(): Promise<Outcome> {
    const outcome = await this.#options.probe()
    if (outcome.kind === 'accepted') this.#tookProbe = true
    return outcome
  }

  /** Why a refusal means an outage; `undefined` if it is about the records of the batch. */
  async judge(
    { records, doubtedMs = Infinity }: WaitingBatch,
    refusal: Refusal,
    { isOpen, hasOthers }: Surroundings,
  ): Promise<Failure | undefined> {
    const verdict = verdictOf(refusal)
    if (verdict === 'record') return undefined
    if (verdict === 'sender') return refusal

    const probed = this.#tookProbe ? await this.probe() : undefined
    if (probed?.kind === 'refused') return refusal
    const failure = probed && failureOf(probed)
    if (failure) return failure

    const [record, ...others] = records
    if (!record || others.length > 0) return isOpen ? undefined : doubtful(refusal)
    const refusedMs = this.#options.refusedMs(record)
    if (this.#takenMs > (refusedMs ?? doubtedMs)) return undefined
    // It was seen before that others are taken and this one is not; with no other there to see it
    // again, a bridge would tell of an outage until the next one is stored.
    if (refusedMs !== undefined && probed && !hasOthers()) return undefined
    return doubtful(refusal, record)
  }
}

/** Why nothing is to be sent after a request without records; absent when something may. */
export function failureOf(outcome: Outcome): Failure | undefined {
  if (outcome.kind === 'accepted') return undefined
  if (outcome.kind !== 'refused') return toFailure(outcome)
  // There are backends that want no request without records.
  return verdictOf(outcome) === 'sender' ? outcome : undefined
}

/** Why nothing is to be sent after a request that nobody took. */
export function toFailure(outcome: Extract<Outcome, { kind: 'unavailable' | 'absent' }>): Failure {
  return outcome.kind === 'absent' ? { reason: outcome.reason, isAbsent: true } : outcome
}

function doubtful({ reason }: Refusal, record?: SendableRecord): Failure {
  const whom = record ? `, also for record ${record.sequence} alone` : ''
  return { reason: `${reason}${whom}`, isDoubtful: true }
}
