import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { instrument } from '../../instrument.ts'
import { neededStreams } from '../provision/needs.ts'
import { provision } from '../provision/provision.ts'
import { TransportError } from '../transport-error.ts'
import { RunningService } from './running-service.ts'
import type { ServiceOptions } from './service-options.ts'
import { resolveService } from './service-settings.ts'
import type { Service } from './service.ts'
import { startWorkers } from './start-workers.ts'

/**
 * Serves events, broadcasts, ordered messages and commands of the header contract with handlers.
 *
 * The streams and consumers that it needs are created, or adopted where they exist. Every handler runs
 * in the context of its message, and the span of a message ends when it was settled. No message is
 * lost: one that fails is delivered again, and becomes a dead letter in the end.
 *
 * @throws {@link TransportError} NAME_INVALID, OPTION_INVALID, CLOSED if the connection is closed,
 * PROVISION_FAILED if a stream or consumer is not there and cannot be made
 * @throws {@link NatsTracingError} OPTION_INVALID if an option of `tracing` is not what it may be
 *
 * @example
 * await using service = await startService(connection, {
 *   name: 'orders',
 *   events: { 'orders.created': (order, { deliveryCount }) => reserve(order, deliveryCount) },
 *   commands: { 'orders.get': (id) => find(id) },
 * })
 */
export async function startService(
  connection: NatsConnection,
  options: ServiceOptions,
): Promise<Service> {
  const settings = resolveService(options)
  if (connection.isClosed()) {
    throw new TransportError('CLOSED', `service ${settings.name} has no open connection`, {
      hint: 'start it before the connection is closed',
    })
  }
  if (options.tracing !== false) instrument(connection, options.tracing)

  // What it is asked for says soon enough whether JetStream can be used.
  const manager = await jetstreamManager(connection, { checkAPI: false })
  const consumers = await provision(manager, settings)
  const workers = startWorkers({
    connection,
    jetstream: jetstream(connection),
    manager,
    settings,
    consumers,
  })
  await connection.flush()
  return new RunningService({
    connection,
    manager,
    name: settings.name,
    streams: neededStreams(settings),
    workers,
  })
}
