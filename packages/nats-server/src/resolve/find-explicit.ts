import { resolve } from 'node:path'
import { NatsServerError } from '../nats-server-error.ts'
import { compareVersions, formatVersion } from '../version.ts'
import { probeServer } from './probe-server.ts'
import type { ResolvedServer, ResolveRequest } from './resolve-options.ts'

/**
 * The server that a person named, by option or by NATS_SERVER_BIN; undefined when none was named.
 *
 * It is used or refused, never replaced by another: who names a server means that one.
 *
 * @throws {@link NatsServerError} SERVER_BIN_INVALID, SERVER_TOO_OLD
 */
export async function findExplicit(
  named: string | undefined,
  request: ResolveRequest,
): Promise<ResolvedServer | undefined> {
  const given = named ?? request.env['NATS_SERVER_BIN']
  if (given === undefined || given === '') return undefined

  const path = resolve(given)
  const origin = named === undefined ? 'NATS_SERVER_BIN' : 'option path'
  const probe = await probeServer(path, request)
  if ('reason' in probe) {
    throw new NatsServerError('SERVER_BIN_INVALID', `${origin}: ${path} ${probe.reason}`, {
      hint: `let ${origin} name a nats-server executable, or leave it out to have one found`,
    })
  }

  const version = formatVersion(probe.version)
  if (compareVersions(probe.version, request.minVersion) < 0) {
    const needed = formatVersion(request.minVersion)
    throw new NatsServerError(
      'SERVER_TOO_OLD',
      `${origin}: ${path} is nats-server ${version}, ${needed} or newer is needed`,
      { hint: `let ${origin} name a newer nats-server, or leave it out to have one found` },
    )
  }
  return { path, version, source: 'explicit' }
}
