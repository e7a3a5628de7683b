/** A header as the vectors have it. */
export type Pair = readonly [name: string, value: string]

interface Reading<Expected> {
  readonly name: string
  readonly headers: readonly Pair[]
  readonly expected: Expected
}

interface DeadLetter {
  readonly reason: string
  readonly subject: string
  readonly stream: string
  readonly failedAt: string
  readonly deliveryCount: number
}

/** What a reader finds of the sender's span. */
export interface Context {
  readonly traceId: string
  readonly spanId: string
  readonly flags: string
  readonly tracestate: string
}

interface Setting {
  readonly name: string
  /** The code of the error; `null` if there is none. */
  readonly refused: string | null
}

/** A message that a service sends; in `headers`, `*` is any one value. */
export interface SentMessage {
  readonly name: string
  readonly kind: 'event' | 'broadcast' | 'ordered' | 'request' | 'jetstream-request'
  readonly service: string
  readonly caller: string
  readonly pattern: string
  readonly headers: readonly Pair[]
  readonly messageId: string | null
  readonly ttlNanos: number | null
  readonly expected: { readonly subject: string; readonly headers: readonly Pair[] }
}

/** What a case is, in each file. */
export interface Cases {
  readonly 'baggage.json': Reading<readonly Pair[]>
  readonly 'durations.json': { readonly nanos: number; readonly text: string }
  readonly 'error-replies.json': Reading<boolean>
  readonly 'names.json': {
    readonly kind: 'event' | 'broadcast' | 'ordered' | 'rpc'
    readonly service: string
    readonly pattern: string
    readonly subject: string
    readonly stream: string
  }
  readonly 'reading-dead-letters.json': Reading<Partial<DeadLetter> | null>
  readonly 'reading-names.json': Reading<readonly string[]> & { readonly read: string }
  readonly 'sanitized-values.json': {
    readonly name: string
    readonly value: string
    readonly maxBytes: number
    readonly expected: string
  }
  readonly 'sent-messages.json': SentMessage
  readonly 'setting-names.json': Setting & { readonly written?: string; readonly message?: string }
  readonly 'setting-values.json': Setting & { readonly value: string }
  readonly 'traceparent.json': Reading<Context | null>
  readonly 'writing-dead-letters.json': Reading<readonly Pair[]> & {
    readonly deadLetter: DeadLetter
  }
}
