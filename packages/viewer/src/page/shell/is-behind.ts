import type { Coverage } from '../../api/trace-summary.ts'

/** A busy stream is always some messages ahead: so few are read before anybody could look for them. */
const FEW_MESSAGES = 1000

/** Whether the index has so much to read that what is looked for may be missing. */
export function isBehind({ pending }: Coverage): boolean {
  return pending > FEW_MESSAGES
}
