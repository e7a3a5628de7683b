/**
 * What became of a message in a stream, or in a dry run would have, in words for people.
 *
 * @param sequence where it is in the stream, or the message that it is a duplicate of, if that is known
 */
export function outcomeWords(outcome: string, dryRun: boolean, sequence?: number): string {
  switch (outcome) {
    case 'stored':
      return dryRun ? 'would store' : `stored${numbered('as', sequence)}`
    case 'duplicate':
      return dryRun
        ? `would drop as duplicate${numbered('of', sequence)}`
        : `duplicate${numbered('of', sequence)}, not stored again`
    case 'rejected':
      return dryRun ? '✗ would reject' : '✗ rejected'
    case 'no interest':
      return 'not stored: no consumer is interested'
    default:
      return 'outcome unknown'
  }
}

function numbered(preposition: 'as' | 'of', sequence: number | undefined): string {
  return sequence === undefined ? '' : ` ${preposition} #${sequence}`
}
