import type { ImportResult } from '../../api/import-result.ts'
import { formatCounted } from '../format/count.ts'

/** An answer names so many traces at the most: with as many there may be more. */
const MOST_NAMED = 1000

/** What came in with a file, such as `12 traces, 345 spans`. */
export function importedText({ traceIds, spans }: ImportResult): string {
  const least = isCut(traceIds) ? 'at least ' : ''
  return `${least}${formatCounted(traceIds.length, 'trace')}, ${formatCounted(spans, 'span')}`
}

/** How much of a file could not be read, and why; absent when all of it was. */
export function unreadText({ unreadable, problem }: ImportResult): string | undefined {
  if (unreadable === 0) return undefined
  const documents = `${formatCounted(unreadable, 'document')} of the file could not be read`
  return problem === undefined ? documents : `${documents}: ${problem}`
}

/** Which traces are left out where `shown` of them are named, such as `and 3 more`; absent for none. */
export function restText(traceIds: readonly string[], shown: number): string | undefined {
  if (traceIds.length <= shown) return undefined
  return isCut(traceIds) ? 'and many more' : `and ${traceIds.length - shown} more`
}

function isCut(traceIds: readonly string[]): boolean {
  return traceIds.length >= MOST_NAMED
}
