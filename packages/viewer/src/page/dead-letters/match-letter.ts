import type { DeadLetter } from '../../api/message-view.ts'

/** A group of dead letters; what is absent does not matter. */
export interface LetterGroup {
  readonly reason: string | undefined
  readonly originalStream: string | undefined
}

/** A reason as a group and a link name it: letters without one are a group, too. */
export function reasonName(reason: string | undefined): string {
  return reason === undefined || reason === '' ? 'no reason given' : reason
}

/** Whether a letter belongs to a group. */
export function matchesGroup(letter: DeadLetter, { reason, originalStream }: LetterGroup): boolean {
  const isReason = reason === undefined || reasonName(letter.reason) === reason
  return isReason && (originalStream === undefined || letter.originalStream === originalStream)
}
