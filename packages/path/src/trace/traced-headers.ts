import { type HeaderCarrier } from '@hopscope/observe/headers'
import { formatTraceparent, parseTraceparent } from '@hopscope/observe/w3c'
import { headers as createHeaders, type MsgHdrs } from '@nats-io/nats-core'
import { type SpanContext } from '@opentelemetry/api'

/** Headers that make servers trace a message, and the span context that travels in them. */
export interface TracedHeaders {
  readonly headers: MsgHdrs
  readonly spanContext: SpanContext | undefined
}

/** How a message is traced. */
export interface TraceTarget {
  /** Subject to which servers send their trace events. */
  readonly destination: string
  readonly dryRun: boolean
}

/**
 * The headers given, with those that make servers trace the message.
 *
 * A `traceparent` is added unless there is one, so that the events can become spans. Headers of
 * an earlier trace are left out.
 */
export function tracedHeaders(
  given: HeaderCarrier,
  { destination, dryRun }: TraceTarget,
): TracedHeaders {
  const headers = createHeaders()
  let traceparent: string | undefined
  let acceptsEncoding = false
  for (const [name, values] of given) {
    const lower = name.toLowerCase()
    if (TRACE_HEADERS.has(lower)) continue
    if (lower === 'traceparent') traceparent ??= values[0]
    if (lower === 'accept-encoding') acceptsEncoding = true
    for (const value of values) headers.append(name, value)
  }
  // nats.js has options for the next two, of which `traceOnly: false` makes a dry run (3.4.0).
  headers.set('Nats-Trace-Dest', destination)
  if (dryRun) headers.set('Nats-Trace-Only', 'true')
  if (!acceptsEncoding) headers.set('Accept-Encoding', 'gzip')
  if (traceparent !== undefined) return { headers, spanContext: parseTraceparent(traceparent) }

  const spanContext = newSpanContext()
  headers.set('traceparent', formatTraceparent(spanContext))
  return { headers, spanContext }
}

const TRACE_HEADERS: ReadonlySet<string> = new Set([
  'nats-trace-dest',
  'nats-trace-only',
  'nats-trace-hop',
  'nats-trace-origin-account',
])

function newSpanContext(): SpanContext {
  return { traceId: randomHex(16), spanId: randomHex(8), traceFlags: SAMPLED }
}

const SAMPLED = 0x01

function randomHex(bytes: number): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex')
}
