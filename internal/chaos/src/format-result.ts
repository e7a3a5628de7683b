import { isPassed, type FaultResult } from './run-fault.ts'

/** A line of what a fault did, for people. */
export function formatResult(result: FaultResult): string {
  const { fault, stored, arrived, duplicates, deadLetters, lost, seconds } = result
  const counts = [
    `${stored} in`,
    `${arrived} out`,
    `${duplicates} duplicates`,
    `${deadLetters} dead letters`,
    `${lost.length} lost`,
    `${seconds.toFixed(1)} s`,
  ]
  return `${fault}: ${counts.join(', ')}: ${isPassed(result) ? 'passed' : whyNot(result)}\n`
}

function whyNot({ seed, lost, wronglyGivenUp, isSettled, problems }: FaultResult): string {
  const reasons = [
    ...(lost.length > 0 ? [`lost ${lost.slice(0, SHOWN).join(', ')}`] : []),
    ...(wronglyGivenUp.length > 0
      ? [`${wronglyGivenUp.length} wrongly given up: ${wronglyGivenUp[0]}`]
      : []),
    ...(isSettled ? [] : ['its consumers have more to do']),
    ...problems.slice(-SHOWN),
  ]
  return `FAILED with seed ${seed}; ${reasons.join('; ')}`
}

const SHOWN = 3
