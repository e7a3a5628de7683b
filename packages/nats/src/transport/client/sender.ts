import type { JetStreamClient } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import type { Codec } from '../codec/codec.ts'
import type { ClientProblem } from './client-options.ts'
import type { HeaderLine } from './compose.ts'

/** What every message of a client is sent with. */
export interface Sender {
  readonly connection: NatsConnection
  readonly jetstream: JetStreamClient
  readonly codec: Codec
  /** The internal name of the service that sends. */
  readonly callerName: string
  readonly canonicalTrace: boolean
  /** Tells of what fails no call; never throws. */
  readonly tell: (problem: ClientProblem) => void
}

/** The headers that every message begins with. */
export function ownLines({ callerName }: Sender, subject: string): readonly HeaderLine[] {
  return [
    ['x-subject', subject],
    ['x-caller-name', callerName],
  ]
}
