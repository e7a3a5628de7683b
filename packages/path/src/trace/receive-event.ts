import type { Msg } from '@nats-io/nats-core'
import { decodeTraceEvent } from '../event/decode.ts'
import type { TraceEvent } from '../event/trace-event.ts'
import type { TraceReport } from '../event/trace-report.ts'

/** Reads the trace event in a message, and tells whether `add` took it; what is none is passed over. */
export function receiveEvent(
  { data, headers }: Msg,
  add: (event: TraceEvent, report: TraceReport) => boolean,
): boolean {
  const contentEncoding = headers?.get('Content-Encoding')
  const event = decodeTraceEvent(data, contentEncoding)
  if (event === undefined) return false
  return add(event, { payload: data, ...(contentEncoding !== undefined && { contentEncoding }) })
}
