import type { Coverage, TraceSummary } from './trace-summary.ts'

/** `GET /api/v1/messages`: messages of streams that spans tell of, the newest first. */
export interface MessageList {
  readonly messages: readonly StoredMessage[]
  readonly next?: string
  readonly coverage: Coverage
}

/** A message of a stream, as spans tell of it. */
export interface StoredMessage {
  readonly stream: string
  readonly sequence: number
  readonly subject: string
  /** When its first span began; milliseconds of the Unix epoch. */
  readonly atMs: number
  readonly traceId: string
  /** Span that published it; absent while unknown. */
  readonly spanId?: string
  readonly messageId?: string
  /** The highest delivery count of all its consumers. */
  readonly deliveryCount: number
  readonly state: 'stored' | 'in progress' | 'handled' | 'failed' | 'dead letter'
}

/** `GET /api/v1/messages/{stream}/{sequence}`: everything known about one message. */
export interface MessageView extends StoredMessage {
  /** Publishes of the same message id that the stream dropped. */
  readonly duplicates: readonly {
    readonly traceId: string
    readonly spanId: string
    readonly atMs: number
  }[]
  readonly deliveries: readonly MessageDelivery[]
  /** Traces that it is in or that link to it. */
  readonly traces: readonly TraceSummary[]
  readonly coverage: Coverage
}

export interface MessageDelivery {
  readonly consumer: string
  readonly service: string
  readonly deliveryCount: number
  readonly traceId: string
  readonly spanId: string
  readonly atMs: number
  readonly durationMs: number
  readonly outcome: 'ack' | 'nak' | 'term' | 'open'
  readonly error?: string
}

/** `GET /api/v1/dead-letters`: messages of streams of dead letters, the newest first. */
export interface DeadLetterList {
  readonly letters: readonly DeadLetter[]
  /** The same, counted by reason and consumer's stream, most first. */
  readonly groups: readonly DeadLetterGroup[]
  /** Streams that were looked at. */
  readonly streams: readonly string[]
  /** Whether the page may replay them. */
  readonly canReplay: boolean
}

export interface DeadLetter {
  readonly stream: string
  readonly sequence: number
  readonly subject: string
  readonly storedAtMs: number
  readonly reason?: string
  readonly originalSubject?: string
  readonly originalStream?: string
  readonly deliveryCount?: number
  readonly failedAtMs?: number
  readonly traceId?: string
  readonly spanId?: string
  readonly payloadBytes: number
}

export interface DeadLetterGroup {
  readonly reason: string
  readonly originalStream?: string
  readonly count: number
}
