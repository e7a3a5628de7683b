import type { SpanContext } from '@opentelemetry/api'
import type { HeaderCarrier } from '../headers/header-carrier.ts'
import { readHeader } from '../headers/read-header.ts'
import { parseTraceparent } from './traceparent.ts'
import { parseTracestate } from './tracestate.ts'

/** What the headers of a message say of the span that sent it. */
export interface Extraction {
  /** Why there is a span context or none; `duplicate` is more than one `traceparent`. */
  readonly result: 'ok' | 'missing' | 'malformed' | 'duplicate'
  /** The sender's span context, remote, with its `tracestate` if that is valid; present when `ok`. */
  readonly spanContext?: SpanContext
}

/**
 * Reads `traceparent` and `tracestate` of a message, whatever the case of their names.
 *
 * Servers 2.11 to 2.13 rename `traceparent` to `Xraceparent` in messages that they do not trace
 * any further; that name is read when there is no `traceparent`.
 */
export function extractSpanContext(headers: HeaderCarrier | undefined): Extraction {
  if (headers === undefined) return MISSING
  const sent = readHeader(headers, 'traceparent')
  const values = sent.length > 0 ? sent : readHeader(headers, 'xraceparent')
  const [traceparent] = values
  if (traceparent === undefined) return MISSING
  if (values.length > 1) return DUPLICATE

  const spanContext = parseTraceparent(traceparent)
  if (spanContext === undefined) return MALFORMED
  const traceState = parseTracestate(readHeader(headers, 'tracestate'))
  return {
    result: 'ok',
    spanContext: traceState === undefined ? spanContext : { ...spanContext, traceState },
  }
}

const MISSING: Extraction = { result: 'missing' }
const MALFORMED: Extraction = { result: 'malformed' }
const DUPLICATE: Extraction = { result: 'duplicate' }
