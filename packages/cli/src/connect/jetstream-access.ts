import { CliError } from '../cli-error.ts'
import type { ConnectionSettings } from './connection-settings.ts'

/** How JetStream is reached, where it is not by the account's own domain; one of both at most. */
export interface JetStreamAccess {
  readonly domain?: string
  /** What the subjects of its API begin with, without a dot at the end. */
  readonly apiPrefix?: string
}

/**
 * Checks how JetStream is to be reached before anything is sent.
 *
 * @throws {CliError} ARGUMENT_INVALID
 */
export function jetstreamAccess({
  jsDomain,
  jsApiPrefix,
}: Pick<ConnectionSettings, 'jsDomain' | 'jsApiPrefix'>): JetStreamAccess {
  if (jsDomain !== undefined && jsApiPrefix !== undefined) {
    throw new CliError('ARGUMENT_INVALID', '--js-domain and --js-api-prefix exclude each other', {
      hint: 'the prefix of a domain is $JS.<domain>.API: leave one of them out',
    })
  }
  if (jsDomain !== undefined && !NAME.test(jsDomain)) {
    throw new CliError(
      'ARGUMENT_INVALID',
      `the JetStream domain must be a name, got ${JSON.stringify(jsDomain)}`,
      { hint: 'name it as the server does in jetstream { domain: … }, without dots' },
    )
  }
  const apiPrefix = jsApiPrefix?.replace(/\.$/, '')
  if (apiPrefix !== undefined && !apiPrefix.split('.').every((token) => NAME.test(token))) {
    throw new CliError(
      'ARGUMENT_INVALID',
      `the prefix of the JetStream API must begin a subject, got ${JSON.stringify(jsApiPrefix)}`,
      { hint: 'name it without wildcards, as in --js-api-prefix JS.hub.API' },
    )
  }
  return {
    ...(jsDomain !== undefined && { domain: jsDomain }),
    ...(apiPrefix !== undefined && { apiPrefix }),
  }
}

const NAME = /^[^\s.*>]+$/
