import type { HeaderCarrier } from '@hopscope/observe/headers'
import { formatTraceparent, parseTraceparent } from '@hopscope/observe/w3c'
import { headers as createHeaders, type MsgHdrs } from '@nats-io/nats-core'
import type { SpanContext } from '@opentelemetry/api'

/** Headers that make servers trace a message, and the span context that travels in them. */
export interface TracedHeaders {
  readonly headers: MsgHdrs
  readonly spanContext: SpanContext | undefined
}

/** How a message is traced. */
export interface TraceTarget {
  /** Subject to which servers send their trace events; `undefined` when the account says where. */
  readonly destination: string | undefined
  readonly dryRun: boolean
  /** Whether a `traceparent` is added when there is none. */
  readonly traceparent: boolean
}

/**
 * The headers given, with those that make servers trace the message.
 *
 * A `traceparent` is added unless there is one, so that the events can become spans. Headers of
 * an earlier trace are left out, in whatever case: `nats-trace-only` does not make a dry run.
 *
 * Servers compress their events only if `Accept-Encoding` is among the headers given: gzip takes
 * each of them longer than all the rest. Measured on the super-cluster of eleven servers, 201 traces
 * from three of them: median and 95th percentile are 3.8 and 17 ms plain, 4.9 and 20 ms by snappy,
 * 10 and 28 ms by gzip.
 */
export function tracedHeaders(
  given: HeaderCarrier,
  { destination, dryRun, traceparent }: TraceTarget,
): TracedHeaders {
  const headers = createHeaders()
  let givenContext: string | undefined
  for (const [name, values] of given) {
    const lower = name.toLowerCase()
    if (TRACE_HEADERS.has(lower)) continue
    if (lower === 'traceparent') givenContext ??= values[0]
    for (const value of values) headers.append(name, value)
  }
  // nats.js has options for the next two, of which `traceOnly: false` makes a dry run (3.4.0).
  if (destination !== undefined) headers.set('Nats-Trace-Dest', destination)
  if (dryRun) headers.set('Nats-Trace-Only', 'true')
  if (givenContext !== undefined) return { headers, spanContext: parseTraceparent(givenContext) }
  if (!traceparent) return { headers, spanContext: undefined }

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
