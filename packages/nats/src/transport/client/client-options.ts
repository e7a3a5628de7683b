import type { InstrumentOptions } from '../../connection/instrument-options.ts'
import type { Codec } from '../codec/codec.ts'

/** Who calls whom, and how. */
export interface ClientOptions {
  /** The service that sends; others read it in `x-caller-name`. */
  readonly name: string
  /** The service that is called, and whose streams take what is published. */
  readonly target: string
  /** What makes payloads of data. @default jsonCodec */
  readonly codec?: Codec
  /** How requests travel. @default core NATS */
  readonly rpc?: RpcOptions
  /**
   * Whether messages carry `Traceparent`, `Tracestate` and `Baggage` beside the same in lower case, for
   * readers in Go: `propagation.HeaderCarrier` looks up those names alone. It costs a hundred bytes a
   * message, and readers more work. @default false
   */
  readonly canonicalTrace?: boolean
  /** How the connection is traced, if it is not yet; `false` leaves it as it is. @default {} */
  readonly tracing?: InstrumentOptions | false
  /** Told of what fails no call, such as a reply that nobody waits for; it is not waited for, and what it throws is ignored. @default nobody is told */
  readonly onProblem?: (problem: ClientProblem) => unknown
}

/** How requests travel, and how long they may take. */
export interface RpcOptions {
  /**
   * `core` asks whoever is there, by request and reply of NATS; `jetstream` stores the command until a
   * worker takes it, and has the reply sent to an inbox of the client. @default 'core'
   */
  readonly mode?: 'core' | 'jetstream'
  /** How long a reply is waited for, in milliseconds, unless the record says. @default 30_000 for core, 180_000 for jetstream */
  readonly timeoutMs?: number
}

/** Something that went wrong, and made no call fail. */
export interface ClientProblem {
  /**
   * - `REPLY_UNMATCHED`: a reply that nobody waits for any more, or never did;
   * - `REPLY_UNCORRELATED`: a reply without `x-correlation-id`;
   * - `IGNORED`: a part of a record that means nothing to a request.
   */
  readonly code: 'REPLY_UNMATCHED' | 'REPLY_UNCORRELATED' | 'IGNORED'
  /** What happened, with the values in it. */
  readonly message: string
  readonly subject: string
  readonly correlationId?: string
}
