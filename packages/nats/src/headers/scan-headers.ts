import type { Span } from '@opentelemetry/api'
import { lineEnd } from './line-end.ts'
import { PLAIN_LENGTH, plainTraceparent } from './plain-traceparent.ts'
import type { RawHeaders } from './raw-message.ts'
import { lineNamed, NOWHERE, ScannedHeaders, type Line } from './scanned-headers.ts'
import { traceHeaderAt } from './trace-header-at.ts'
import type { TraceHeaders } from './trace-headers.ts'

/**
 * Finds the headers that tracing reads in the bytes of a message, without decoding any other.
 *
 * It gives up, with `undefined`, where one of them came twice: what their values are together is for
 * the decoded headers to say.
 */
export function scanHeaders(raw: RawHeaders): TraceHeaders | undefined {
  const { bytes, end } = raw
  let traceparent = NOWHERE
  let span: Span | undefined
  let others: Line | undefined
  // The first line is `NATS/1.0`, at times with a status.
  let start = lineEnd(bytes, VERSION_LENGTH - 1, end) + 2
  while (start < end) {
    const plain = plainTraceparent(bytes, start, end)
    const name = plain === undefined ? traceHeaderAt(bytes, start, end) : 'traceparent'
    let next = start
    if (plain !== undefined) next += PLAIN_LENGTH
    else next = lineEnd(bytes, name === undefined ? start : start + name.length, end)

    if (name === 'traceparent') {
      if (traceparent !== NOWHERE) return undefined
      traceparent = start
      span = plain
    } else if (name !== undefined) {
      if (lineNamed(others, name) !== undefined) return undefined
      others = { name, start, end: next, before: others }
    }
    start = next + 2
  }
  return new ScannedHeaders(raw, traceparent, span, others)
}

const VERSION_LENGTH = 'NATS/1.0'.length
