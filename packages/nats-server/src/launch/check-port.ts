import { NatsServerError } from '../nats-server-error.ts'

/**
 * Checks an option that is a port, or absent.
 *
 * @throws {@link NatsServerError} OPTION_INVALID
 */
export function checkPort(option: string, port: number | undefined): void {
  if (port === undefined || (Number.isInteger(port) && port >= 1 && port <= 65_535)) return
  throw new NatsServerError('OPTION_INVALID', `${option} must be 1 to 65535, got ${port}`)
}
