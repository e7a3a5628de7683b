import { type Io } from '../../io.ts'
import { type Expectation } from './expectation.ts'
import { unmetExpectations } from './unmet-expectations.ts'
import { type TraceRecord } from '../record/trace-record.ts'
import { plainCell } from '../plain-cell.ts'

/** Tells on stderr which expectations a trace does not meet; whether it meets them all. */
export function reportUnmet(
  { stderr }: Io,
  record: TraceRecord,
  expectations: readonly Expectation[],
  { place = '' }: { readonly place?: string } = {},
): boolean {
  const unmet = unmetExpectations(record, expectations)
  for (const complaint of unmet) stderr.write(`error: ${place}${plainCell(complaint)}\n`)
  return unmet.length === 0
}
