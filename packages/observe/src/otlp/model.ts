/**
 * A value of an attribute, as OTLP's `AnyValue` has it.
 *
 * A whole `number` is an OTLP int, any other `number` is a double. A double that happens to be
 * whole is a {@link Double}, and an int beyond 2^53 is a `bigint`, so that what was read is what
 * is written. `null` is a value that was left empty.
 */
export type AnyValue =
  | string
  | boolean
  | number
  | bigint
  | Double
  | Uint8Array
  | null
  | readonly AnyValue[]
  | { readonly [key: string]: AnyValue }

/** A double whose value is whole: `1.0`, which is not the int `1` on the wire. */
export class Double {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }

  valueOf(): number {
    return this.value
  }

  toJSON(): number {
    return this.value
  }
}

/** Attributes by key. Decoded ones have no prototype, so that any key is safe to read. */
export type AttributeMap = { readonly [key: string]: AnyValue }

/** Spans with who made them, as `ExportTraceServiceRequest` and `TracesData` carry them. */
export interface TraceData {
  readonly resourceSpans: readonly ResourceSpans[]
}

/** The spans of one resource: a service, or a NATS server. */
export interface ResourceSpans {
  readonly resource: Resource
  readonly scopeSpans: readonly ScopeSpans[]
  readonly schemaUrl?: string
}

/** What made telemetry, by attributes such as `service.name`. */
export interface Resource {
  readonly attributes: AttributeMap
}

/** The spans of one instrumentation scope. */
export interface ScopeSpans {
  readonly scope: Scope
  readonly spans: readonly SpanData[]
  readonly schemaUrl?: string
}

/** The library that made a span. */
export interface Scope {
  readonly name: string
  readonly version?: string
  readonly attributes?: AttributeMap
}

/** One finished span. Times are nanoseconds since 1970 in UTC; ids are lower-case hex. */
export interface SpanData {
  /** 32 hex digits. */
  readonly traceId: string
  /** 16 hex digits. */
  readonly spanId: string
  /** 16 hex digits; absent for the root of a trace. */
  readonly parentSpanId?: string
  /** The W3C `tracestate`, as it is on the wire. */
  readonly traceState?: string
  /** The W3C trace flags in the low 8 bits, and OTLP's `has_is_remote` and `is_remote` in bits 8 and 9. */
  readonly flags?: number
  readonly name: string
  readonly kind: SpanKind
  readonly startTimeUnixNano: bigint
  readonly endTimeUnixNano: bigint
  readonly attributes: AttributeMap
  readonly droppedAttributesCount?: number
  readonly events: readonly SpanEvent[]
  readonly droppedEventsCount?: number
  readonly links: readonly SpanLink[]
  readonly droppedLinksCount?: number
  readonly status: SpanStatus
}

/** Something that happened at one moment of a span. */
export interface SpanEvent {
  readonly name: string
  readonly timeUnixNano: bigint
  readonly attributes: AttributeMap
  readonly droppedAttributesCount?: number
}

/** Another span that a span has to do with, without being its child. */
export interface SpanLink {
  readonly traceId: string
  readonly spanId: string
  readonly traceState?: string
  readonly flags?: number
  readonly attributes: AttributeMap
  readonly droppedAttributesCount?: number
}

/** How a span ended; a `message` only goes with `error`. */
export interface SpanStatus {
  readonly code: 'unset' | 'ok' | 'error'
  readonly message?: string
}

/** The part a span plays; the order is that of OTLP's `SpanKind`, whose numbers begin with 0. */
export type SpanKind = (typeof SPAN_KINDS)[number]

/** Every {@link SpanKind} at the place of its OTLP number. */
export const SPAN_KINDS = [
  'unspecified',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
] as const
