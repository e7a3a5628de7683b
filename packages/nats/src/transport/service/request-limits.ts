import type { ConsumerInfo } from '@nats-io/jetstream'

/** What a consumer allows of one request for messages; it refuses what asks for more. */
export interface RequestLimits {
  readonly maxMessages: number
  /** How long a request may wait, in milliseconds. */
  readonly maxWaitMs: number
}

/** The limits of a consumer, `Infinity` where it has none. */
export function requestLimits({ config }: ConsumerInfo): RequestLimits {
  const { max_batch = 0, max_expires = 0 } = config
  return {
    maxMessages: max_batch > 0 ? max_batch : Infinity,
    maxWaitMs: max_expires > 0 ? max_expires / NANOS_PER_MS : Infinity,
  }
}

const NANOS_PER_MS = 1e6
