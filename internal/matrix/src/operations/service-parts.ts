import { Svcm, type ServiceHandler, type ServiceMsg } from '@nats-io/services'
import type { NatsConnection } from '@nats-io/transport-node'

/** The services of a connection: their package knows the connection by types of an older nats-core. */
export function servicesOf(connection: NatsConnection): Svcm {
  return new Svcm(connection as ConstructorParameters<typeof Svcm>[0])
}

/** A handler that is `async`, which nats.js takes, and does not wait for. */
export function asyncHandler(handle: (message: ServiceMsg) => Promise<void>): ServiceHandler {
  const handler = (_: Error | null, message: ServiceMsg): Promise<void> => handle(message)
  // oxlint-disable-next-line typescript/no-misused-promises -- that it is not waited for is the point
  return handler
}
