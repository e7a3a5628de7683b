import type { ConsumerKind, StreamKind } from './service-options.ts'

/** How a service fares. */
export interface Health {
  /** `ok`: all works. `degraded`: some consumer or stream does not. `down`: there is no connection, or the service was stopped. */
  readonly status: 'ok' | 'degraded' | 'down'
  readonly isConnected: boolean
  /** Messages that are being handled right now. */
  readonly inFlight: number
  /** Empty while there is no connection. */
  readonly streams: readonly StreamHealth[]
  /** Durable ones; empty while there is no connection. */
  readonly consumers: readonly ConsumerHealth[]
}

/** How a stream of the service fares. */
export interface StreamHealth {
  readonly kind: StreamKind
  readonly name: string
  /** Messages in it; of dead letters, those that nobody has taken care of. */
  readonly messages: number
  readonly bytes: number
  /** Why nothing is known of it. */
  readonly error?: unknown
}

/** How a consumer of the service fares. */
export interface ConsumerHealth {
  readonly kind: ConsumerKind
  readonly stream: string
  readonly name: string
  /** Messages that are yet to be delivered: the lag. */
  readonly pending: number
  /** Messages that were delivered to some instance of the service, and are not settled. */
  readonly ackPending: number
  /** Those of them that were delivered more than once. */
  readonly redelivered: number
  /** Messages of it that this instance is handling right now. */
  readonly inFlight: number
  /** Why nothing is known of it, or it cannot be read from. */
  readonly error?: unknown
}
