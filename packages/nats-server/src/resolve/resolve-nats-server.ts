import { NatsServerError } from '../nats-server-error.ts'
import { formatVersion, type Version } from '../version.ts'
import { fetchServer, RELEASE_VERSION, toDownloads } from './fetch-server.ts'
import { findExplicit } from './find-explicit.ts'
import { findOnPath } from './find-on-path.ts'
import { type ResolvedServer, type ResolveOptions, toResolveRequest } from './resolve-options.ts'
import { defaultCacheDir, findInCache } from './server-cache.ts'

/**
 * Finds a nats-server that runs on this machine, and fetches one when there is none.
 *
 * Looks at what was named (`path`, NATS_SERVER_BIN), then on PATH, then in the cache, then fetches
 * into the cache. Two processes may do so at once. Found: some 20 ms. Fetched: 5 to 120 s.
 *
 * @throws {@link NatsServerError} SERVER_BIN_INVALID or SERVER_TOO_OLD when the named one cannot be
 * used, SERVER_NOT_FOUND when every way failed, CACHE_UNWRITABLE, OPTION_INVALID
 */
export async function resolveNatsServer(options: ResolveOptions = {}): Promise<ResolvedServer> {
  const request = toResolveRequest(options)
  const explicit = await findExplicit(options.path, request)
  if (explicit) return explicit

  const onPath = await findOnPath(request)
  if (onPath.server) return onPath.server

  const cacheDir = options.cacheDir ?? defaultCacheDir(request.env)
  const cached = await findInCache(cacheDir, request)
  if (cached.server) return cached.server

  const fetched = await fetchServer(toDownloads(options.downloads, request.env), cacheDir, request)
  if (fetched.server) return fetched.server

  throw notFound(request.minVersion, [...onPath.attempts, ...cached.attempts, ...fetched.attempts])
}

function notFound(minVersion: Version, attempts: readonly string[]): NatsServerError {
  const needed = formatVersion(minVersion)
  return new NatsServerError(
    'SERVER_NOT_FOUND',
    `no nats-server ${needed} or newer was found or could be fetched`,
    {
      attempts,
      hint:
        `install one (macOS: brew install nats-server; ` +
        `Go: go install github.com/nats-io/nats-server/v2@v${RELEASE_VERSION}; ` +
        `Debian: nats-server of testing; others: https://github.com/nats-io/nats-server/releases), ` +
        `and set NATS_SERVER_BIN to its path when it is not on PATH`,
    },
  )
}
