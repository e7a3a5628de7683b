import type { DeadLetter } from './dead-letters.ts'
import type { ChaosRecord } from './records/chaos-record.ts'

/** What became of what was stored. Items are spans, log records and data points. */
export interface Tally {
  /** Items that were stored and can be sent. */
  readonly stored: number
  /** Of those, how many the backend took. */
  readonly arrived: number
  /** How often it took something that it had already. */
  readonly duplicates: number
  /** Records that were given up, and had to be. */
  readonly deadLetters: number
  /** Why records were given up that could have been sent. */
  readonly wronglyGivenUp: readonly string[]
  /** What neither the backend has nor a dead letter; some of it, if it is much. */
  readonly lost: readonly string[]
}

/** Compares what was stored with what arrived, item by item, and dead letters byte by byte. */
export function tally(
  records: readonly ChaosRecord[],
  taken: ReadonlyMap<string, number>,
  deadLetters: readonly DeadLetter[],
): Tally {
  const reasons = new Map(deadLetters.map(({ data, reason }) => [keyOf(data), reason]))
  const good = records.filter(({ isPoison }) => !isPoison)
  const isGivenUp = ({ data }: ChaosRecord): boolean => reasons.has(keyOf(data))
  const goodIds = good.flatMap(({ ids }) => ids)
  const owed = records.filter((record) => !isGivenUp(record)).flatMap(({ ids }) => ids)
  return {
    stored: goodIds.length,
    arrived: goodIds.filter((id) => taken.has(id)).length,
    duplicates: [...taken.values()].reduce((sum, times) => sum + times - 1, 0),
    deadLetters: records.filter((record) => record.isPoison && isGivenUp(record)).length,
    wronglyGivenUp: good.filter(isGivenUp).map(({ data }) => reasons.get(keyOf(data)) ?? ''),
    lost: owed.filter((id) => !taken.has(id)),
  }
}

function keyOf(data: Uint8Array): string {
  return Buffer.from(data).toString('base64')
}
