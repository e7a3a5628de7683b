import { reasonOf } from '../service/reason-of.ts'
import { TransportError } from '../transport-error.ts'

/** A stream or consumer that cannot be had. */
export function provisionFailed(what: string, cause: unknown, hint: string): TransportError {
  const message = cause === undefined ? what : `${what}: ${reasonOf(cause)}`
  return new TransportError('PROVISION_FAILED', message, { hint, cause })
}

/** What to do when provisioning fails. */
export const PROVISION_HINT = {
  missing: 'create it, or leave out `provision: bind`',
  refused:
    'let the connection use JetStream; where storage is short, set max_bytes in `streams` to what there is',
} as const
