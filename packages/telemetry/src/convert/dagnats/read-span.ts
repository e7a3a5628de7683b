import { parseTracesJson, type AnyValue, type SpanData } from '@hopscope/observe/otlp'
import type { FieldReader } from './field-reader.ts'
import { isMap } from './parse-object.ts'

/**
 * Reads a span of DagNats: one of Protocol Buffers in JSON, whose ids are base64 and whose enums are
 * names. `undefined` when it cannot be read, of which the reader tells.
 */
export function readSpan(reader: FieldReader): SpanData | undefined {
  const parentSpanId = reader.optionalId('parentSpanId', 16)
  const span = {
    ...reader.fields,
    traceId: reader.id('traceId', 32),
    spanId: reader.id('spanId', 16),
    parentSpanId,
    links: reader.list('links').map((link) => withHexIds(reader, link)),
  }
  const parsed = parseTracesJson({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] })
  const read = parsed?.resourceSpans[0]?.scopeSpans[0]?.spans[0]
  reader.check(read !== undefined, 'it is no span that can be read')
  reader.check(read?.startTimeUnixNano !== 0n, 'its startTimeUnixNano is absent')
  return read
}

function withHexIds(reader: FieldReader, link: AnyValue): AnyValue {
  if (!isMap(link)) return link
  const ids = reader.within(link)
  return { ...link, traceId: ids.id('traceId', 32), spanId: ids.id('spanId', 16) }
}
