import type { ResourceSpans } from '@hopscope/observe/otlp'
import { decodeTraceEvent, toSpans } from '@hopscope/path'
import { field, isJsonObject } from './json-fields.ts'

/**
 * The spans of a trace event of a NATS server, bare or as `hopscope trace --save` keeps it; none when
 * it is no trace event.
 *
 * @param context the trace of a message that has none by itself
 */
export function readTraceEvent(
  json: unknown,
  context: { readonly traceId: string; readonly producerSpanId?: string },
): readonly ResourceSpans[] {
  if (!isJsonObject(json)) return []
  const bare = isJsonObject(field(json, 'event')) ? field(json, 'event') : json
  const event = decodeTraceEvent(new TextEncoder().encode(JSON.stringify(bare)))
  const spans = event && toSpans(event, context)
  return spans ? [spans] : []
}
