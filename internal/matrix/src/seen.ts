/** What a backend was told of a span, in words that are the same for every backend. */
export interface SeenSpan {
  readonly name: string
  readonly kind: string
  /** The name of the parent, `root` for the span that the test began with, or `nothing`. */
  readonly parent: string
  readonly status: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly events: readonly string[]
  readonly links: number
}

/** A message as someone without tracing sees it. */
interface SeenMessage {
  readonly subject: string
  /** The name of the span that its `traceparent` is of, `root`, or `nothing`. */
  readonly context: string
}

/** What an operation did. */
export interface Seen {
  readonly spans: readonly SeenSpan[]
  readonly messages: readonly SeenMessage[]
  /** Which span was active where the operation looked, by the name of the place. */
  readonly active: Readonly<Record<string, string>>
}
