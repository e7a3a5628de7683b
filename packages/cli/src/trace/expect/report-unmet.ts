import { plainText } from '@hopscope/path/text'
import type { Io } from '../../io.ts'
import type { Expectation } from './expectation.ts'
import { doubtfulExpectations, unmetExpectations } from './unmet-expectations.ts'
import type { TraceRecord } from '../record/trace-record.ts'

/** Tells on stderr which expectations a trace does not meet, or may not; whether it meets them all. */
export function reportUnmet(
  { stderr }: Io,
  record: TraceRecord,
  expectations: readonly Expectation[],
  { place = '' }: { readonly place?: string } = {},
): boolean {
  const unmet = unmetExpectations(record, expectations)
  for (const complaint of unmet) stderr.write(`error: ${place}${plainText(complaint)}\n`)
  for (const doubt of doubtfulExpectations(record, expectations)) {
    stderr.write(`warning: ${place}${plainText(doubt)}\n`)
  }
  return unmet.length === 0
}
