import type { ConnectionOptions, TlsOptions } from '@nats-io/nats-core'
import { CliError } from '../cli-error.ts'
import type { ConnectionFlags } from './connection-flags.ts'
import { connectionSettings, type ConnectionSettings } from './connection-settings.ts'
import type { Env } from './env.ts'
import { jetstreamAccess, type JetStreamAccess } from './jetstream-access.ts'
import { authenticators } from './login.ts'
import { parseDuration } from './parse-duration.ts'
import { parseServers, type ServerList } from './parse-servers.ts'
import { readSecret } from './secret.ts'

/** Where to connect, and as whom. */
export interface ConnectionTarget {
  /** What the client is to be given; holds secrets. */
  readonly options: ConnectionOptions
  /** For people: URLs without user and password. */
  readonly urls: readonly string[]
  /** Whether there is anything to log in with. */
  readonly hasLogin: boolean
  /** Time to wait for a server, in milliseconds. */
  readonly timeoutMs: number
  readonly jetstream: JetStreamAccess
  /** The context that was read; absent when none was. */
  readonly contextName?: string
}

/**
 * Finds where to connect, by flags, variables and contexts of the nats CLI.
 *
 * @throws {CliError} ARGUMENT_INVALID, CONTEXT_INVALID or CREDENTIALS_INVALID
 */
export async function connectionTarget(
  flags: ConnectionFlags,
  env: Env,
): Promise<ConnectionTarget> {
  const settings = await connectionSettings(flags, env)
  const { inboxPrefix, contextName } = settings
  const timeoutMs = toTimeout(settings.timeout)
  const servers = toServers(settings)
  const authenticator = await authenticators(loginIn(servers) ?? settings.login, env)
  const tls = await toTls(settings, servers, env)
  return {
    options: {
      servers: [...servers.addresses],
      ...(authenticator.length > 0 && { authenticator }),
      ...(tls && { tls }),
      ...(inboxPrefix !== undefined && { inboxPrefix }),
    },
    urls: servers.urls,
    hasLogin: authenticator.length > 0,
    timeoutMs,
    jetstream: jetstreamAccess(settings),
    ...(contextName !== undefined && { contextName }),
  }
}

// What a timer of JavaScript can wait.
const MAX_TIMEOUT_MS = 2_147_483_647

function toTimeout(text: string): number {
  const timeoutMs = parseDuration(text)
  if (timeoutMs !== undefined && timeoutMs >= 1 && timeoutMs <= MAX_TIMEOUT_MS) return timeoutMs
  throw new CliError(
    'ARGUMENT_INVALID',
    `the timeout must be 1ms to 24 days, got ${JSON.stringify(text)}`,
    { hint: 'write a number with its unit, such as 500ms, 5s or 1m30s' },
  )
}

function toServers({ servers: text, serversFromContext }: ConnectionSettings): ServerList {
  const servers = parseServers(text)
  if (typeof servers !== 'string') return servers
  throw new CliError(serversFromContext ? 'CONTEXT_INVALID' : 'ARGUMENT_INVALID', servers, {
    hint: 'write it as in nats://127.0.0.1:4222, and % in a password as %25',
  })
}

// As in nats.go, a login in the URL is the only one that counts.
function loginIn({
  user,
  password,
}: ServerList): { user: string; password: string } | { token: string } | undefined {
  if (user === undefined) return undefined
  return password === undefined ? { token: user } : { user, password }
}

async function toTls(
  { cert, key, ca, tlsFirst }: ConnectionSettings,
  servers: ServerList,
  env: Env,
): Promise<TlsOptions | undefined> {
  const read = (what: string, file: string) => readSecret(what, file, { bare: 'file', env })
  // One without the other counts for nothing with the nats CLI too.
  const client =
    cert !== undefined && key !== undefined
      ? { cert: await read('the certificate', cert), key: await read('its key', key) }
      : undefined
  const authority = ca === undefined ? undefined : { ca: await read('the authority', ca) }
  if (!client && !authority && !tlsFirst && !servers.tls) return undefined
  return { ...client, ...authority, ...(tlsFirst && { handshakeFirst: true }) }
}
