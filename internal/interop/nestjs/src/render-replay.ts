import type { Replay } from './replay.ts'

/** A line for a fixture that is as it should be; for another one, also its differences. */
export function renderReplay({ id, compared, differences, unreviewed, gone }: Replay): string {
  const reviewed = differences.length - unreviewed.length
  const counted = reviewed === 0 ? [] : [count(reviewed, 'reviewed difference')]
  if (unreviewed.length === 0 && gone.length === 0) {
    return `ok ${id}: ${[count(compared, 'fact'), ...counted].join(', ')}\n`
  }

  const lines = [
    `not ok ${id}: ${count(unreviewed.length, 'difference')}, ${gone.length} reviewed gone`,
    ...unreviewed.flatMap(({ field, recorded, ours }) => [
      `  ${field}`,
      `    recorded: ${recorded ?? '(nothing)'}`,
      `    ours:     ${ours ?? '(nothing)'}`,
    ]),
    ...gone.map(({ field, reason }) => `  ${field} is no longer different: ${reason}`),
  ]
  return `${lines.join('\n')}\n`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
