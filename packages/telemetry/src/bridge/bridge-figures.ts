import type { Signal } from '../otlp-http/index.ts'

/**
 * Whether a bridge, or one signal of it, sends: `starting` until the backend was asked, `absent`
 * when it does not offer the signal, `out` in an outage of the backend, and `detached` while nothing
 * can be fetched: the connection is down, or the stream or the consumer does not answer.
 */
export type SignalState =
  | 'starting'
  | 'sending'
  | 'out'
  | 'detached'
  | 'absent'
  | 'stopping'
  | 'stopped'

/** What a bridge did since it was started, and what is left to do. */
export interface BridgeFigures {
  /** `sending` if every signal that the backend offers is sent; `detached` or `out` if one of them is not. */
  readonly state: SignalState
  readonly startedAt: Date
  readonly signals: Readonly<Partial<Record<Signal, SignalFigures>>>
  /** Absent until the stream was asked for the first time. */
  readonly stream: StreamFigures | undefined
}

/** The figures of one signal. A record is a message of the stream, an item a span, log record or data point in it. */
export interface SignalFigures {
  readonly state: SignalState
  /** Records that came, those that came again included. */
  readonly received: number
  /** Of {@link received}, those that had been delivered before. */
  readonly redelivered: number
  /** Records that the backend took. */
  readonly exported: number
  /** How fast records are exported, over the last interval of the figures; absent until one is over. */
  readonly rate?: ExportRate
  /** Items in {@link exported}, as far as they are known: those of records that pass through untouched are not counted. */
  readonly items: number
  /** Records in which there was nothing to send. */
  readonly empty: number
  /** Requests that were sent, probes not included. */
  readonly requests: number
  /** Bytes of {@link requests}, before compression of ours. */
  readonly requestBytes: number
  /** Of {@link requests}, those that nobody took and that are sent again. */
  readonly unavailable: number
  /** Of {@link requests}, those that the backend refused. */
  readonly refused: number
  /** Times that a record was refused alone and handed back to be tried again. */
  readonly retries: number
  /** Items that the backend took and then dropped, as it told. */
  readonly rejected: number
  readonly deadLetters: number
  /** Records that the stream's limits took before they were sent. Every bridge of one name counts them. */
  readonly discarded: number
  /** Records that are in memory. */
  readonly inHand: number
  readonly bytesInHand: number
  /** Records of the stream that nobody has fetched yet; absent until the consumer was asked. */
  readonly pending: number | undefined
  /** Records that bridges of this name have in hand, or handed back for later; absent until the consumer was asked. */
  readonly ackPending: number | undefined
  /** Time between storing and exporting a record. */
  readonly exportTime: Histogram
  /** Present while the signal is out or absent. */
  readonly outage: OutageFigures | undefined
  /** What is left until the stream's age limit takes the oldest record that is not sent, in milliseconds; absent if there is none, or no limit. */
  readonly timeLeftMs: number | undefined
}

/** How fast records are exported. */
export interface ExportRate {
  /** Records a second. */
  readonly recordsPerS: number
  /** Items a second; absent if there were records that pass through untouched, whose items nobody counts. */
  readonly itemsPerS: number | undefined
}

/** An outage that lasts. */
export interface OutageFigures {
  readonly reason: string
  readonly since: Date
  readonly attempts: number
  readonly nextAttemptAt: Date
}

/** What the stream holds, and what it could. */
export interface StreamFigures {
  readonly messages: number
  readonly bytes: number
  /** Bytes until the stream drops its oldest; absent without a limit. */
  readonly bytesLeft: number | undefined
  /** Age at which the stream drops a record, in milliseconds; absent without a limit. */
  readonly maxAgeMs: number | undefined
}

/** How values are spread. */
export interface Histogram {
  /** Upper limits of the buckets, in seconds; the last bucket has none. */
  readonly bounds: readonly number[]
  /** Values of each bucket, one more than there are {@link bounds}. */
  readonly counts: readonly number[]
  /** In seconds. */
  readonly sum: number
  readonly count: number
}
