/** `GET /api/v1/traces/{traceId}/journey`: each message of a trace, from its publisher to the end of every delivery. */
export interface JourneyView {
  /** By the time they were published. */
  readonly messages: readonly JourneyMessage[]
}

/** Times are nanoseconds since the begin of the trace; rows are those of the `TraceView`, -1 where there is none. */
export interface JourneyMessage {
  readonly subject: string
  /** Row of the span that published it. */
  readonly row: number
  /** The service that published it. */
  readonly publisher: string
  readonly publishedNs: number
  /** A reply, or a dead letter, of another message. */
  readonly type: 'message' | 'reply' | 'dead-letter'
  /** It was traced without being delivered or stored: what is told is what would become of it. Absent where it was. */
  readonly isDryRun?: boolean
  /** Servers it crossed, by time. */
  readonly hops: readonly JourneyHop[]
  /** Streams that got it. */
  readonly stores: readonly JourneyStore[]
  /** Who got it: one entry a service and consumer, or subscription. */
  readonly receivers: readonly JourneyReceiver[]
  /** Where it stopped before its end, in words, such as `account BILLING does not allow traces`. */
  readonly stops: readonly string[]
}

export interface JourneyHop {
  readonly row: number
  readonly server: string
  readonly cluster?: string
  readonly account?: string
  /** By what it came. */
  readonly by: 'client' | 'route' | 'gateway' | 'leafnode' | 'account' | 'jetstream' | 'other'
  /** Index of the hop before in `hops`; -1 for the first, or where it is not known. */
  readonly from: number
  readonly startNs: number
  readonly error?: string
}

export interface JourneyStore {
  readonly row: number
  readonly stream: string
  /** `would store` and `would reject` of a dry run. */
  readonly outcome:
    | 'stored'
    | 'duplicate'
    | 'rejected'
    | 'no interest'
    | 'would store'
    | 'would reject'
    | 'unknown'
  readonly reason?: string
  /** Known from those who got it. */
  readonly sequence?: number
  readonly atNs: number
}

export interface JourneyReceiver {
  readonly service: string
  /** The durable consumer, or queue group. */
  readonly consumer?: string
  readonly stream?: string
  readonly attempts: readonly JourneyAttempt[]
  /** What became of the message when it was given up. */
  readonly deadLetter?: { readonly row: number; readonly reason?: string; readonly stream?: string }
}

export interface JourneyAttempt {
  readonly row: number
  /** 1 for the first. */
  readonly number: number
  readonly startNs: number
  readonly durationNs: number
  /** Since the message was stored, or since the attempt before ended. */
  readonly waitedNs: number
  /** `none` where nothing is to be settled; `open` where nothing was settled yet, or nobody told. */
  readonly outcome: 'ack' | 'nak' | 'term' | 'timeout' | 'open' | 'none'
  readonly error?: string
}
