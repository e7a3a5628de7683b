import { NatsServerError } from '../nats-server-error.ts'

/**
 * Checks an option that is the name of a server, a cluster or a JetStream domain, some of which
 * become names of folders too.
 *
 * @throws {@link NatsServerError} OPTION_INVALID
 */
export function checkName(name: string, option = 'name'): void {
  if (/^[A-Za-z0-9_-]+$/.test(name)) return
  throw new NatsServerError(
    'OPTION_INVALID',
    `${option} must be of letters, digits, - and _, got ${JSON.stringify(name)}`,
  )
}
