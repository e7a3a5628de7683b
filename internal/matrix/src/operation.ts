import type { NatsConnection } from '@nats-io/transport-node'

/** Something that an application does with NATS, and that is traced. */
export interface Operation {
  readonly name: string
  /** Does it, below a span of another process that is active; ends when its spans have ended. */
  readonly run: (world: World) => Promise<void>
}

/** What an operation has to work with. */
export interface World {
  readonly traced: NatsConnection
  readonly plain: NatsConnection
  /** Notes which span is active in the place that is named. */
  readonly note: (place: string) => void
}
