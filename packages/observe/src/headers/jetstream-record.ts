/** A payload with what goes along with it: headers, and how it is to be sent. Never changes. */
export interface JetstreamRecord<T = unknown> {
  /** Not encoded yet; `undefined` is the empty payload. */
  readonly data: T | undefined
  /**
   * Headers of the application, each name once whatever its case, in the order they were set.
   * `Nats-Msg-Id` is never among them: it is {@link messageId}.
   */
  readonly headers: ReadonlyMap<string, string>
  /** The id by which a stream drops duplicates, however it was set; absent: the sender makes one. */
  readonly messageId?: string
  /** How long a request waits for its reply, in milliseconds; absent: as the client does. */
  readonly timeoutMs?: number
  /** When the stream publishes the message; absent: at once. */
  readonly scheduleAt?: Date
  /** How long the stream keeps the message, in nanoseconds; absent: as the stream does. */
  readonly ttlNanos?: number
}

/**
 * Whether a value is a record, and not a payload that looks like one.
 *
 * Records of another copy of this package are records too, and so are copies by `{ ...record }`.
 */
export function isJetstreamRecord(value: unknown): value is JetstreamRecord {
  return typeof value === 'object' && value !== null && BRAND in value && value[BRAND] === true
}

/** Makes a record of its parts, so that {@link isJetstreamRecord} knows it. */
export function toJetstreamRecord<T>(parts: JetstreamRecord<T>): JetstreamRecord<T> {
  return Object.freeze({ ...parts, [BRAND]: true })
}

const BRAND: unique symbol = Symbol.for('@hopscope/observe/jetstream-record')
