import type { StreamDifference } from '@hopscope/telemetry'

/** What a stream holds, who reads it, and how long it keeps what nobody has read yet. */
export interface StreamStatus {
  readonly stream: string
  readonly subjects: readonly string[]
  readonly storage: string
  readonly replicas: number
  /** The server that leads the stream; absent when there is none now. */
  readonly leader?: string
  readonly cluster?: string
  /** Absent without a limit, like the others. */
  readonly maxAgeMs?: number
  readonly maxBytes?: number
  readonly maxMessages?: number
  readonly messages: number
  readonly bytes: number
  /** Bytes until the oldest are dropped; absent without a limit. */
  readonly bytesLeft?: number
  /** Time until as many bytes came as are left, at the pace at which those came that are stored; absent without a limit or a pace. */
  readonly fullInMs?: number
  readonly firstSequence: number
  readonly lastSequence: number
  /** ISO 8601; absent while the stream is empty, like the next. */
  readonly firstAt?: string
  readonly lastAt?: string
  /** Time until the age limit drops the oldest; absent without a limit, or while the stream is empty. */
  readonly timeLeftMs?: number
  readonly consumers: readonly ConsumerStatus[]
  /** Where it is not as `hopscope stream ensure` would make it. */
  readonly differences: readonly StreamDifference[]
}

/** How far a consumer is. */
export interface ConsumerStatus {
  readonly name: string
  /** Whether it stays when nobody reads. */
  readonly durable: boolean
  readonly subjects: readonly string[]
  /** Messages that were not delivered yet. */
  readonly waiting: number
  /** Messages that were delivered and not acknowledged. */
  readonly unacknowledged: number
  /** Of those, the ones that were delivered more than once. */
  readonly redelivered: number
  /** When the oldest message was stored that it has not acknowledged; absent if there is none. */
  readonly oldestAt?: string
  /** Time until the age limit drops that one; absent without a limit. */
  readonly timeLeftMs?: number
}
