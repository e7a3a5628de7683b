import type { NatsConnection } from '@nats-io/nats-core'
import type { Collection } from './collection.ts'
import { PathCollector, type CollectorOptions } from './path-collector.ts'

/** How the trace events of a message are gathered. */
export interface CollectOptions extends CollectorOptions {
  /** How long to wait for servers once the message is sent, in milliseconds. @default 5000 */
  readonly timeoutMs?: number
}

/**
 * Gathers what servers report of a message that you publish yourself, in whatever way.
 *
 * `publish` is called when the server listens, with the subject that goes into the message's
 * `Nats-Trace-Dest`, if it is not the account that has the message traced. It resolves when every
 * server that is known to have had the message has reported, or with what came until then.
 *
 * @example
 * const { assembly } = await collect(connection, (destination) =>
 *   jetstream.publish('orders.new', order, { headers: withTraceDest(destination) }))
 *
 * @throws {PathError} what {@link PathCollector} throws, and whatever `publish` does
 */
export async function collect(
  connection: NatsConnection,
  publish: (destination: string) => unknown,
  options: CollectOptions = {},
): Promise<Collection> {
  const { timeoutMs, ...collectorOptions } = options
  using collector = await PathCollector.open(connection, collectorOptions)
  await publish(collector.destination)
  return await collector.collect(timeoutMs === undefined ? {} : { timeoutMs })
}
