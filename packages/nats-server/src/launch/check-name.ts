import { NatsServerError } from '../nats-server-error.ts'

/**
 * Checks the name of a server or cluster, which becomes the name of a folder too.
 *
 * @throws {@link NatsServerError} OPTION_INVALID
 */
export function checkName(name: string): void {
  if (/^[A-Za-z0-9_-]+$/.test(name)) return
  throw new NatsServerError(
    'OPTION_INVALID',
    `name must be of letters, digits, - and _, got ${JSON.stringify(name)}`,
  )
}
