import type { NatsConnection } from '@nats-io/nats-core'
import { record, text } from '../event/json.ts'
import type { TraceEvent } from '../event/trace-event.ts'
import { PathError } from '../trace/path-error.ts'

/** Where the API of JetStream is reached, if not where the servers tell. */
export interface ApiOptions {
  /**
   * JetStream domain of the streams whose servers tell of none; a server that tells its own is
   * believed.
   *
   * @default that of the connection
   */
  readonly domain?: string
  /**
   * What the subjects of the API begin with, such as `JS.hub.API` when the account imports it by
   * that name; all streams are asked there. Not together with `domain`.
   *
   * @default `$JS.API`, or `$JS.<domain>.API`
   */
  readonly apiPrefix?: string
  /**
   * What hints call these two, where a program has names of its own for them.
   *
   * @default `domain` and `apiPrefix`
   */
  readonly optionNames?: ApiOptionNames
}

/** The names that a program gives to the options which say where JetStream is reached. */
export interface ApiOptionNames {
  readonly domain: string
  readonly apiPrefix: string
}

/** Their names here. */
export const API_OPTION_NAMES: ApiOptionNames = { domain: 'domain', apiPrefix: 'apiPrefix' }

/** @throws {PathError} OPTION_INVALID */
export function requireApiOptions({ domain, apiPrefix }: ApiOptions): void {
  if (domain !== undefined && apiPrefix !== undefined) {
    throw new PathError('OPTION_INVALID', `domain and apiPrefix exclude each other`, {
      hint: 'the prefix of a domain is $JS.<domain>.API: leave one of them out',
    })
  }
  if (domain !== undefined && !DOMAIN.test(domain)) {
    throw new PathError('OPTION_INVALID', `domain must be a name, got ${JSON.stringify(domain)}`, {
      hint: 'name the domain as the server does in jetstream { domain: … }, without dots',
    })
  }
  if (apiPrefix === undefined || PREFIX.test(apiPrefix)) return
  throw new PathError(
    'OPTION_INVALID',
    `apiPrefix must be the beginning of a subject, got ${JSON.stringify(apiPrefix)}`,
    { hint: 'name it without wildcards, such as JS.hub.API' },
  )
}

/** What the subjects begin with by which the streams of a server are asked. */
export function apiPrefixFor(
  connection: NatsConnection,
  { server }: TraceEvent,
  { domain, apiPrefix }: ApiOptions,
): string {
  if (apiPrefix !== undefined) return apiPrefix.replace(/\.$/, '')
  // It becomes part of a subject, and anybody may have made the event up.
  const told = DOMAIN.test(server.domain ?? '') ? server.domain : undefined
  const named = told ?? domain
  // A user is more likely to be let ask `$JS.API` than the same with the name of the domain.
  if (named === undefined || (domain !== named && named === ownDomain(connection))) return OWN
  return `$JS.${named}.API`
}

const OWN = '$JS.API'
// The rule of the server for names of domains (server/jetstream.go, validateJetStreamOptions).
const DOMAIN = /^[^\s.*>\p{Cc}]+$/u
const PREFIX = /^[^\s.*>\p{Cc}]+(?:\.[^\s.*>\p{Cc}]+)*\.?$/u

// The server tells its domain, which the type of nats.js does not know of (3.4.0).
function ownDomain({ info }: NatsConnection): string | undefined {
  return text(record(info)?.['domain'])
}
