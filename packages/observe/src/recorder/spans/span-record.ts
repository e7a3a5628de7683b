import type { TraceState } from '@opentelemetry/api'
import type { AttributeList } from './attribute-list.ts'
import type { FixedAttributes } from './fixed-attributes.ts'
import type { SpanIds } from './span-ids.ts'

/**
 * What a recorder knows of a span that has ended.
 *
 * It is in the shape in which it was quickest to fill and is quickest to write; `toSpanData` makes
 * the data of it that others read.
 */
export interface SpanRecord extends SpanIds {
  /** The halves of the parent's span id; both are 0 without a parent. */
  readonly parentHigh: number
  readonly parentLow: number
  /** OTLP's flags: the trace flags, and whether the parent is known to be remote or not. */
  readonly flags: number
  readonly traceState: TraceState | undefined
  readonly name: string
  /** The number of the kind in OTLP. */
  readonly kind: number
  readonly startTime: RecordedTime
  readonly endTime: RecordedTime
  /** Attributes that were encoded before; the others are in {@link SpanRecord.attributes}. */
  readonly fixed: FixedAttributes | undefined
  readonly attributes: AttributeList | undefined
  readonly droppedAttributesCount: number
  readonly events: readonly RecordedEvent[] | undefined
  readonly droppedEventsCount: number
  readonly links: readonly RecordedLink[] | undefined
  readonly droppedLinksCount: number
  /** The number of the status in OTLP. */
  readonly statusCode: number
  readonly statusMessage: string | undefined
}

/** Milliseconds since the origin of the recorder's clock, or nanoseconds since 1970. */
export type RecordedTime = number | bigint

/** An event of a span. */
export interface RecordedEvent {
  readonly name: string
  readonly time: RecordedTime
  readonly attributes: AttributeList
  readonly droppedAttributesCount: number
}

/** A link of a span. */
export interface RecordedLink {
  readonly ids: SpanIds
  readonly flags: number
  readonly traceState: TraceState | undefined
  readonly attributes: AttributeList
  readonly droppedAttributesCount: number
}
