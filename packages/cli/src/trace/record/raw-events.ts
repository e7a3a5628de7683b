import { reportJson } from '@hopscope/path'
import { isJsonRecord, parseJson, type JsonRecord } from './json-record.ts'
import { maskHeaders } from './mask-headers.ts'
import type { TraceRecord } from './trace-record.ts'

/** What of an event may be shown. */
export interface RawEventsOptions {
  /** Whether header values are shown that may be secret. */
  readonly showHeaders: boolean
}

/** The events of a trace as the servers wrote them, in the order of their arrival. */
export function rawEvents(
  { reports }: Pick<TraceRecord, 'reports'>,
  { showHeaders }: RawEventsOptions,
): readonly JsonRecord[] {
  return reports.flatMap((report) => {
    const event = parseJson(reportJson(report) ?? '')
    if (!isJsonRecord(event)) return []
    return [showHeaders ? event : maskHeaders(event)]
  })
}
