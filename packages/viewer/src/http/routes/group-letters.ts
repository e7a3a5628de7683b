import type { DeadLetter, DeadLetterGroup } from '../../api/message-view.ts'

/** Dead letters counted by why they are some and whose stream they are of, the most first. */
export function groupLetters(letters: readonly DeadLetter[]): readonly DeadLetterGroup[] {
  const groups = Map.groupBy(letters, ({ reason, originalStream }) =>
    JSON.stringify([reason ?? '', originalStream]),
  )
  return [...groups.values()].flatMap(toGroup).toSorted((one, other) => other.count - one.count)
}

function toGroup(letters: readonly DeadLetter[]): readonly DeadLetterGroup[] {
  return letters.slice(0, 1).map(({ reason = '', originalStream }) => ({
    reason,
    count: letters.length,
    ...(originalStream !== undefined && { originalStream }),
  }))
}
