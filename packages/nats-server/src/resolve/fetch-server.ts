import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { NatsServerError } from '../nats-server-error.ts'
import { compareVersions, formatVersion, parseVersion } from '../version.ts'
import { EXECUTABLE_NAME } from './executable-name.ts'
import type { FetchJob } from './fetch-job.ts'
import { fetchFromGithub } from './fetch-from-github.ts'
import { fetchWithApt } from './fetch-with-apt.ts'
import { fetchWithGo } from './fetch-with-go.ts'
import type { Finding } from './finding.ts'
import { probeServer } from './probe-server.ts'
import type { Download, ResolvedServer, ResolveRequest } from './resolve-options.ts'
import { findInCache, moveIntoCache, openWorkDir } from './server-cache.ts'

/** The release that github and go fetch; apt fetches what the distribution has. */
export const RELEASE_VERSION = '2.15.1'

const FETCH: Readonly<Record<Download, (job: FetchJob) => Promise<void>>> = {
  apt: fetchWithApt,
  github: fetchFromGithub,
  go: fetchWithGo,
}

/** Tries the ways to fetch a server in turn, and keeps the first that runs here in the cache. */
export async function fetchServer(
  downloads: readonly Download[],
  cacheDir: string,
  request: ResolveRequest,
): Promise<Finding> {
  const attempts: string[] = []
  for (const download of downloads) {
    const result = await fetchOne(download, cacheDir, request)
    if (typeof result !== 'string') return { server: result, attempts }
    attempts.push(`${download}: ${result}`)
  }
  return { attempts: downloads.length === 0 ? ['downloads: switched off'] : attempts }
}

/**
 * The ways to fetch that were asked for, by option or by NATS_SERVER_DOWNLOAD.
 *
 * @throws {@link NatsServerError} OPTION_INVALID when a way is not known
 */
export function toDownloads(
  given: readonly Download[] | undefined,
  env: NodeJS.ProcessEnv,
): readonly Download[] {
  if (given) return given

  const set = env['NATS_SERVER_DOWNLOAD'] ?? ''
  if (set === 'off') return []
  if (set === '') return process.platform === 'linux' ? ['apt', 'github', 'go'] : ['github', 'go']
  return set.split(',').map((word) => {
    const name = word.trim()
    if (isDownload(name)) return name
    throw new NatsServerError(
      'OPTION_INVALID',
      `NATS_SERVER_DOWNLOAD must be off or a list of apt, github and go, got ${set}`,
    )
  })
}

async function fetchOne(
  download: Download,
  cacheDir: string,
  request: ResolveRequest,
): Promise<ResolvedServer | string> {
  const { env, onProgress, signal } = request
  const workDir = await openWorkDir(cacheDir)
  const target = join(workDir, EXECUTABLE_NAME)
  try {
    await FETCH[download]({ workDir, target, version: wanted(request), env, onProgress, signal })
    const probe = await probeServer(target, request)
    if ('reason' in probe) return `what was fetched ${probe.reason}`

    const version = formatVersion(probe.version)
    if (compareVersions(probe.version, request.minVersion) < 0) return `has only ${version}`
    return await keep({ path: target, version, source: download }, cacheDir, request)
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof NatsServerError) throw error
    return firstLine(error)
  } finally {
    await rm(workDir, { recursive: true, force: true })
  }
}

// Windows refuses to replace a program that runs: then another process has just put it there.
async function keep(
  fresh: ResolvedServer,
  cacheDir: string,
  request: ResolveRequest,
): Promise<ResolvedServer> {
  try {
    return { ...fresh, path: await moveIntoCache(fresh.path, cacheDir) }
  } catch (error) {
    const { server } = await findInCache(cacheDir, request)
    if (server) return server
    throw error
  }
}

function wanted(request: ResolveRequest): string {
  const release = parseVersion(RELEASE_VERSION)
  if (release && compareVersions(release, request.minVersion) >= 0) return RELEASE_VERSION
  return formatVersion(request.minVersion)
}

function isDownload(word: string): word is Download {
  return Object.hasOwn(FETCH, word)
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.split('\n')[0] ?? ''
}
