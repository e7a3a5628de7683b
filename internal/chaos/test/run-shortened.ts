import { FAULTS } from '../src/faults/faults.ts'
import { isPassed, runFault } from '../src/run-fault.ts'

/** What is to be seen of a fault in which nothing went wrong that should not. */
export interface ShortResult {
  readonly isPassed: boolean
  /** Spans, log records and data points that were stored and did not arrive. */
  readonly missing: number
  readonly hasStored: boolean
  readonly deadLetters: number
  readonly lost: readonly string[]
  readonly wronglyGivenUp: readonly string[]
}

/** Runs a fault in a second or two, and kills what it kills five times. */
export async function runShortened(name: string): Promise<ShortResult> {
  const fault = FAULTS.find((each) => each.name === name)
  if (!fault) throw new Error(`there is no fault ${name}`)
  const result = await runFault(fault, OPTIONS)
  const { stored, arrived, deadLetters, lost, wronglyGivenUp } = result
  return {
    isPassed: isPassed(result),
    missing: stored - arrived,
    hasStored: stored > 0,
    deadLetters,
    lost: lost.slice(0, 5),
    wronglyGivenUp: wronglyGivenUp.slice(0, 5),
  }
}

/** What {@link runShortened} gives when everything arrived. */
export const ALL_ARRIVED: ShortResult = {
  isPassed: true,
  missing: 0,
  hasStored: true,
  deadLetters: 0,
  lost: [],
  wronglyGivenUp: [],
}

const OPTIONS = { lengthMs: 1_500, kills: 5, rate: 10, seed: 1, drainMs: 60_000 }
