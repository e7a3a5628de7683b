import { CliError } from '../cli-error.ts'
import type { ConnectionFlags } from './connection-flags.ts'
import type { Env } from './env.ts'
import { readContext, type NatsContext } from './nats-context.ts'
import { nscProfile } from './nsc-profile.ts'
import type { Login } from './login.ts'

/** What is said about a connection, wherever it was said; as text, and not yet checked. */
export interface ConnectionSettings {
  readonly servers: string
  /** A context says where the servers are, rather than the command line. */
  readonly serversFromContext: boolean
  readonly login: Login
  readonly cert: string | undefined
  readonly key: string | undefined
  readonly ca: string | undefined
  readonly tlsFirst: boolean
  readonly timeout: string
  readonly inboxPrefix: string | undefined
  readonly jsDomain: string | undefined
  readonly jsApiPrefix: string | undefined
  /** The context that was read; `undefined` when none was. */
  readonly contextName: string | undefined
}

/**
 * Gathers settings as the nats CLI does: each by itself, a flag comes before its variable, and
 * that before the context. What is empty counts as absent.
 *
 * @throws {CliError} CONTEXT_INVALID or ARGUMENT_INVALID
 */
export async function connectionSettings(
  flags: ConnectionFlags,
  env: Env,
): Promise<ConnectionSettings> {
  const context = await contextOf(flags, env)
  const { socks_proxy: proxy } = context
  if (proxy !== undefined || env['NATS_SOCKS_PROXY']) throw unsupportedProxy(proxy !== undefined)

  const servers = flags.server || env['NATS_URL']
  return {
    servers: servers || context.url || DEFAULT_SERVER,
    serversFromContext: !servers && context.url !== undefined,
    login: loginOf(flags, env, context),
    cert: flags.tlscert || env['NATS_CERT'] || context.cert,
    key: flags.tlskey || env['NATS_KEY'] || context.key,
    ca: flags.tlsca || env['NATS_CA'] || context.ca,
    tlsFirst: flags.tlsfirst ?? context.tls_first ?? false,
    timeout: flags.timeout || env['NATS_TIMEOUT'] || DEFAULT_TIMEOUT,
    inboxPrefix: flags.inboxPrefix || context.inbox_prefix,
    ...jetstreamOf(flags, context),
    contextName: context.name,
  }
}

const DEFAULT_SERVER = 'nats://127.0.0.1:4222'
const DEFAULT_TIMEOUT = '5s'

async function contextOf(flags: ConnectionFlags, env: Env): Promise<Partial<NatsContext>> {
  if (flags.context === false) return {}
  const context = await readContext(flags.context || env['NATS_CONTEXT'] || '', env)
  return context?.nsc === undefined ? (context ?? {}) : withProfile(context, context.nsc, env)
}

// An old way to name a user of `nsc`, which stands back behind the other fields.
async function withProfile(context: NatsContext, user: string, env: Env): Promise<NatsContext> {
  try {
    const { creds, servers } = await nscProfile(user, env)
    return { creds, ...(servers !== undefined && { url: servers }), ...context }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliError('CONTEXT_INVALID', `context "${context.name}" needs nsc: ${reason}`, {
      hint: 'install nsc, or give the context a creds field in place of nsc',
      cause: error,
    })
  }
}

function loginOf(flags: ConnectionFlags, env: Env, context: Partial<NatsContext>): Login {
  const user = flags.user || env['NATS_USER']
  const password = flags.password || env['NATS_PASSWORD']
  // The nats CLI takes a user without a password for a token.
  const isToken = user && !password
  return {
    user: isToken ? context.user : user || context.user,
    password: password || context.password,
    creds: flags.creds || env['NATS_CREDS'] || context.creds,
    nkey: flags.nkey || env['NATS_NKEY'] || context.nkey,
    jwt: flags.jwt || env['NATS_JWT'] || context.user_jwt,
    seed: flags.seed || env['NATS_SEED'] || context.user_seed,
    token: isToken ? user : flags.token || env['NATS_TOKEN'] || context.token,
  }
}

// Each leads to JetStream by itself: what the flags say of it takes the place of all that the context says.
function jetstreamOf(
  { jsDomain, jsApiPrefix }: ConnectionFlags,
  context: Partial<NatsContext>,
): Pick<ConnectionSettings, 'jsDomain' | 'jsApiPrefix'> {
  if (jsDomain || jsApiPrefix) {
    return { jsDomain: jsDomain || undefined, jsApiPrefix: jsApiPrefix || undefined }
  }
  const { jetstream_domain: domain, jetstream_api_prefix: prefix } = context
  return { jsDomain: domain, jsApiPrefix: domain === undefined ? prefix : undefined }
}

function unsupportedProxy(inContext: boolean): CliError {
  return inContext
    ? new CliError(
        'CONTEXT_INVALID',
        'the context asks for a SOCKS proxy, which is not supported',
        {
          hint: 'choose another context with --context, or use --no-context',
        },
      )
    : new CliError('ARGUMENT_INVALID', 'NATS_SOCKS_PROXY is set, but not supported', {
        hint: 'unset NATS_SOCKS_PROXY, and reach the server without a proxy',
      })
}
