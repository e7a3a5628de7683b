import { SPAN_KINDS, type SpanData, type SpanEvent, type SpanStatus } from '@hopscope/observe/otlp'
import type { FieldReader } from './field-reader.ts'

/** Reads a span of the first DagNats. */
export function readSpanV1(reader: FieldReader): SpanData {
  const parentSpanId = reader.optionalId('parent_id', 16)
  return {
    traceId: reader.id('trace_id', 32),
    spanId: reader.id('span_id', 16),
    ...(parentSpanId && { parentSpanId }),
    name: reader.text('name'),
    kind: readKind(reader),
    startTimeUnixNano: reader.time('start_time'),
    endTimeUnixNano: reader.time('end_time'),
    attributes: reader.attributes('attributes'),
    events: reader.objects('events').map(readEvent),
    links: [],
    status: readStatus(reader),
  }
}

function readKind(reader: FieldReader): SpanData['kind'] {
  const text = reader.text('kind') || 'unspecified'
  const kind = SPAN_KINDS.find((each) => each === text)
  reader.check(kind !== undefined, 'its kind is no kind of span')
  return kind ?? 'unspecified'
}

function readEvent(reader: FieldReader): SpanEvent {
  return {
    name: reader.text('name'),
    timeUnixNano: reader.time('time'),
    attributes: reader.attributes('attributes'),
  }
}

function readStatus(reader: FieldReader): SpanStatus {
  const status = reader.text('status')
  const message = reader.text('error')
  if (status !== 'error') return { code: status === 'ok' ? 'ok' : 'unset' }
  return { code: 'error', ...(message && { message }) }
}
