import type { Signal } from '../otlp-http/index.ts'

/** Something that whoever runs a bridge wants to know. Nothing in it tells a secret. */
export type BridgeEvent =
  | {
      /** Records of a signal are fetched: the backend takes it. */
      readonly kind: 'signal-started'
      readonly signal: Signal
      /** The name of the consumer. */
      readonly consumer: string
    }
  | {
      /** The backend does not offer a signal: its records stay in the stream, and it is asked again now and then. */
      readonly kind: 'signal-absent'
      readonly signal: Signal
      readonly reason: string
    }
  | {
      /** The backend takes nothing of a signal: fetching pauses, what is in hand is kept. */
      readonly kind: 'outage'
      readonly signal: Signal
      readonly reason: string
      /** Until it is asked again, in milliseconds; absent when the bridge stops, and hands back what is in hand. */
      readonly retryInMs: number | undefined
      /** How often it was asked in vain in this outage. */
      readonly attempt: number
    }
  | {
      /** The backend takes the signal again. */
      readonly kind: 'resumed'
      readonly signal: Signal
      readonly outageMs: number
    }
  | {
      /** The backend took a request and dropped a part of it, or has something to say about it. */
      readonly kind: 'partial-success'
      readonly signal: Signal
      /** Spans, log records or data points that it dropped. */
      readonly rejected: number
      readonly message: string | undefined
    }
  | {
      /** A record was refused alone and is tried again. */
      readonly kind: 'retry'
      readonly signal: Signal
      readonly subject: string
      readonly sequence: number
      readonly attempt: number
      readonly reason: string
      /** Until it is delivered again, in milliseconds; absent when the bridge stops, since then it is for the next one. */
      readonly retryInMs: number | undefined
    }
  | {
      /** A record was given up; it is in the stream of dead letters. */
      readonly kind: 'dead-letter'
      readonly signal: Signal
      readonly subject: string
      readonly sequence: number
      readonly reason: string
    }
  | {
      /** The stream's limits took records that were not sent yet. */
      readonly kind: 'discarded'
      readonly signal: Signal
      /** Since it was last told of. */
      readonly count: number
    }
  | {
      /** Something else went wrong that the bridge goes on from: a dead letter could not be stored, a consumer is gone. */
      readonly kind: 'problem'
      readonly signal: Signal | undefined
      readonly message: string
      readonly hint: string | undefined
      readonly cause: unknown
    }
