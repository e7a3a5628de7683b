import type { ConsumerInfo, JetStreamClient, JetStreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import type { DurableKind } from '../provision/consumer-defaults.ts'
import type { ConsumerKind } from './service-options.ts'
import type { ServiceSettings } from './service-settings.ts'
import type { Worker } from './worker.ts'

/** What workers work with. */
export interface WorkPlace {
  readonly connection: NatsConnection
  readonly jetstream: JetStreamClient
  readonly manager: JetStreamManager
  readonly settings: ServiceSettings
  readonly consumers: ReadonlyMap<DurableKind, ConsumerInfo>
}

/** A worker and what it works on. */
export interface NamedWorker {
  readonly kind: ConsumerKind
  readonly worker: Worker
  /** The stream and durable consumer that it reads; absent for what has no durable consumer. */
  readonly consumer?: { readonly stream: string; readonly name: string }
  /** Whether the service does what it should without it. */
  readonly isOptional?: boolean
}
