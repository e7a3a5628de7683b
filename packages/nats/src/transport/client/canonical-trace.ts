import type { MsgHdrs } from '@nats-io/nats-core'

/**
 * Copies the trace context in `headers` to the names that Go makes of them: `Traceparent`, and so on.
 *
 * `propagation.HeaderCarrier` of OpenTelemetry for Go looks up these names alone, in the case that
 * HTTP gives them; NATS keeps names as they are sent. Readers of ours know a copy for what it is.
 */
export function addCanonicalTrace(headers: MsgHdrs): void {
  for (const [name, canonical] of NAMES) {
    const values = headers.values(name)
    if (values.length === 0 || headers.has(canonical)) continue
    for (const value of values) headers.append(canonical, value)
  }
}

const NAMES = [
  ['traceparent', 'Traceparent'],
  ['tracestate', 'Tracestate'],
  ['baggage', 'Baggage'],
] as const
