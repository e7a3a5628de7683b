/** What a program tells, a JSON object a line; `type` says of what. */
export type Line =
  | ReadyLine
  | SpanLine
  | PublishedLine
  | MessageLine
  | RequestLine
  | ReplyLine
  | DeadLetterLine
  | DifferenceLine
  | CheckedLine

/** It takes messages from now on. */
interface ReadyLine {
  readonly type: 'ready'
}

/** A span has ended. */
interface SpanLine {
  readonly type: 'span'
  readonly name: string
  readonly kind: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | null
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[]
  /** Whether its status is that of an error. */
  readonly failed: boolean
}

/** A stream has stored an event. */
interface PublishedLine {
  readonly type: 'published'
  readonly stream: string
  readonly sequence: number
  readonly duplicate: boolean
}

/** An event has come. */
interface MessageLine {
  readonly type: 'message'
  readonly subject: string
  readonly data: unknown
  readonly headers: Readonly<Record<string, string>>
  readonly caller: string
  readonly baggage: string
  readonly deliveryCount: number
}

/** A request has come. */
interface RequestLine {
  readonly type: 'request'
  readonly subject: string
  readonly data: unknown
}

/** A request was answered. */
interface ReplyLine {
  readonly type: 'reply'
  readonly error: boolean
  readonly data: unknown
  readonly headers: Readonly<Record<string, string>>
  /** Id of the span that sent the reply. */
  readonly sender: string
}

/** A dead letter was read. */
interface DeadLetterLine {
  readonly type: 'dead-letter'
  readonly reason: string
  readonly subject: string
  readonly stream: string
  readonly failedAt: string
  readonly deliveryCount: number
  readonly data: unknown
  readonly headers: Readonly<Record<string, string>>
}

/** In a case of the contract, the program does otherwise. */
interface DifferenceLine {
  readonly type: 'difference'
  readonly file: string
  readonly name: string
  readonly expected: unknown
  readonly found: unknown
}

/** All cases of the contract were checked. */
interface CheckedLine {
  readonly type: 'checked'
  readonly cases: number
}

/** What is told of one thing. */
export type LineOf<T extends Line['type']> = Extract<Line, { readonly type: T }>
