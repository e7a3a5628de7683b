/** What became of a message in a stream, or in a dry run would have, in words for people. */
export function outcomeWords(outcome: string, dryRun: boolean): string {
  switch (outcome) {
    case 'stored':
      return dryRun ? 'would store' : 'stored'
    case 'duplicate':
      return dryRun ? 'would drop as duplicate' : 'duplicate, not stored again'
    case 'rejected':
      return dryRun ? '✗ would reject' : '✗ rejected'
    case 'no interest':
      return 'not stored: no consumer is interested'
    default:
      return 'outcome unknown'
  }
}
