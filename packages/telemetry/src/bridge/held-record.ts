import type { Msg } from '@nats-io/nats-core'
import type { ConvertedRequest } from '../convert/index.ts'
import type { Delivery } from './delivery.ts'

/** A record that a bridge has in hand: it is neither acknowledged nor handed back. */
export interface HeldRecord extends Delivery {
  readonly message: Msg
  /** Where it is acknowledged; of the last delivery, if it came again while it was in hand. */
  ackSubject: string
}

/** A record that is to be sent. */
export interface SendableRecord extends HeldRecord {
  readonly request: ConvertedRequest
}
