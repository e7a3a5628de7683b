import { decodeTraces, encodeTraceRequest, type SpanData } from '@hopscope/observe/otlp'

/**
 * Spans of their stored bytes; none at all if one of them is nested deeper than what is decoded.
 *
 * They are framed into a request, since requests are what is decoded.
 */
export function decodeSpans(spans: readonly Uint8Array[]): readonly SpanData[] {
  const request = encodeTraceRequest({ resource: { attributes: {} }, scope: { name: '' }, spans })
  return decodeTraces(request)?.resourceSpans[0]?.scopeSpans[0]?.spans ?? []
}
