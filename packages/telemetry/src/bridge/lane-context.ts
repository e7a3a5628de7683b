import type { JetStreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import type { Backend } from '../otlp-http/index.ts'
import type { ResolvedConfig } from './bridge-config.ts'
import type { BridgeEvent } from './bridge-event.ts'
import type { DeadLetterStore } from './dead-letter-store.ts'

/** What the lanes of a bridge share. */
export interface LaneContext {
  readonly connection: NatsConnection
  readonly manager: JetStreamManager
  readonly config: ResolvedConfig
  readonly backend: Backend
  readonly deadLetters: DeadLetterStore
  /** Whether the connection is up. */
  readonly isUp: () => boolean
  /** Whether the stream answered when it was asked last. */
  readonly hasStream: () => boolean
  readonly tell: (event: BridgeEvent) => void
}
