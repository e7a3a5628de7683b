/** A number for every span, so that what is known of spans can be kept in arrays. */
export interface SpanNumbers {
  /** The number of a span, from 0 on; a span that has none gets the next one. */
  numberOf(traceId: string, spanId: string): number
}

/** Numbers that nobody has yet. */
export function spanNumbers(): SpanNumbers {
  const traces = new Map<string, Map<string, number>>()
  let count = 0
  let latestTraceId: string | undefined
  let latest = new Map<string, number>()
  return { numberOf }

  function numberOf(traceId: string, spanId: string): number {
    // Most are of one trace: no other is looked up, and no key is put together of the two ids.
    if (traceId !== latestTraceId) {
      latestTraceId = traceId
      latest = traces.get(traceId) ?? new Map()
      traces.set(traceId, latest)
    }
    const known = latest.get(spanId)
    if (known !== undefined) return known
    latest.set(spanId, count)
    return count++
  }
}
