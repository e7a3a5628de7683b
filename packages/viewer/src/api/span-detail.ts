/** `GET /api/v1/traces/{traceId}/spans/{spanId}`: all that is known of one span. */
export interface SpanDetail {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: 'unspecified' | 'internal' | 'server' | 'client' | 'producer' | 'consumer'
  readonly service: string
  readonly scope: { readonly name: string; readonly version?: string }
  /** Nanoseconds of the Unix epoch, as decimal texts. */
  readonly startUnixNano: string
  readonly endUnixNano: string
  readonly status: { readonly code: 'unset' | 'ok' | 'error'; readonly message?: string }
  readonly attributes: readonly Attribute[]
  readonly resource: readonly Attribute[]
  readonly events: readonly SpanDetailEvent[]
  /** Spans that this one names. */
  readonly links: readonly SpanDetailLink[]
  /** Spans that name this one, in this trace and in others: a producer's consumers. */
  readonly linkedFrom: readonly SpanDetailLink[]
  /** Log records of this span, by time. */
  readonly logs: readonly SpanLog[]
  /** How many attributes, events or links were dropped by whoever made the span. */
  readonly droppedCount: number
}

/** An attribute; its value as text, long ones shortened to 4096 characters. */
export interface Attribute {
  readonly key: string
  readonly value: string
  readonly type: 'string' | 'int' | 'double' | 'boolean' | 'bytes' | 'list' | 'map'
  /** The length of the whole value, if it was shortened. */
  readonly length?: number
}

interface SpanDetailEvent {
  readonly name: string
  readonly timeUnixNano: string
  readonly attributes: readonly Attribute[]
}

export interface SpanDetailLink {
  readonly traceId: string
  readonly spanId: string
  /** The other span's name and service, if it is in the index. */
  readonly name?: string
  readonly service?: string
  readonly attributes: readonly Attribute[]
}

export interface SpanLog {
  readonly timeUnixNano: string
  /** Such as `INFO`. */
  readonly severity: string
  readonly body: string
  readonly service: string
  readonly attributes: readonly Attribute[]
}

/** `GET /api/v1/traces/{traceId}/events`: span events and log records of a whole trace, by time. */
export interface TraceEvents {
  readonly events: readonly TimedEvent[]
}

export interface TimedEvent {
  readonly type: 'event' | 'log'
  readonly timeUnixNano: string
  /** The span it belongs to; absent for a log record of the trace alone. */
  readonly spanId?: string
  readonly service: string
  /** The event's name, or the log's body. */
  readonly text: string
  /** Of a log record, such as `WARN`. */
  readonly severity?: string
  readonly attributes: readonly Attribute[]
}
