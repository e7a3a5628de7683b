import type { Signal } from '../otlp-http/signal.ts'
import type { Measurement } from './dagnats/measurement.ts'

/** What one stored message is to a backend. */
export type Converted = ConvertedRequest | NothingToSend | Undecodable

/** A message that is a request to a backend. */
export interface ConvertedRequest {
  readonly signal: Signal
  /** OTLP's `Export…ServiceRequest`, as protobuf. It may be the bytes of the message themselves. */
  readonly body: Uint8Array
  /** How {@link ConvertedRequest.body} is compressed; absent when it is plain. */
  readonly encoding?: 'gzip'
  /** How many spans, log records or points of metrics it holds; `undefined` when nobody looked. */
  readonly items: number | undefined
  /** The one measurement that it was made of, to be added to others by `aggregate`. */
  readonly measurement?: Measurement
}

/** A message that can be read and holds nothing for a backend, such as a hop that is in no trace. */
interface NothingToSend {
  readonly signal: Signal
  readonly nothing: true
}

/** A message that cannot be read. */
interface Undecodable {
  /** `undefined` when its subject is of no signal. */
  readonly signal: Signal | undefined
  /** Why, as half a sentence for people; of the message it tells the names of fields, never a value of one. */
  readonly undecodable: string
}

/** What {@link Converted} depends on beside the message. */
export interface ConvertOptions {
  /** The `service.name` of what names no service itself, neither inside nor in its subject. */
  readonly fallbackService: string
}
