import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { NatsServerError } from '../nats-server-error.ts'
import { compareVersions, formatVersion } from '../version.ts'
import { EXECUTABLE_NAME } from './executable-name.ts'
import type { Finding } from './finding.ts'
import { makeFolder } from '../make-folder.ts'
import { isExecutableFile, probeServer } from './probe-server.ts'
import type { ResolveRequest } from './resolve-options.ts'

const WORK_PREFIX = '.fetch-'
const ABANDONED_AFTER_MS = 60 * 60 * 1000

/**
 * The folder in which fetched servers are kept: NATS_SERVER_CACHE, else below the user's cache
 * folder.
 */
export function defaultCacheDir(env: NodeJS.ProcessEnv): string {
  if (env['NATS_SERVER_CACHE']) return env['NATS_SERVER_CACHE']
  return join(userCacheDir(env), 'hopscope', 'nats-server')
}

/** The server in the cache, when it is new enough; reading needs no permission to write. */
export async function findInCache(cacheDir: string, request: ResolveRequest): Promise<Finding> {
  const path = join(cacheDir, EXECUTABLE_NAME)
  if (!(await isExecutableFile(path))) return { attempts: [`cache: nothing in ${cacheDir}`] }

  const probe = await probeServer(path, request)
  if ('reason' in probe) return { attempts: [`cache: ${path} ${probe.reason}`] }

  const version = formatVersion(probe.version)
  if (compareVersions(probe.version, request.minVersion) < 0) {
    return { attempts: [`cache: ${path} is ${version}`] }
  }
  return { server: { path, version, source: 'cache' }, attempts: [] }
}

/**
 * Makes a folder to fetch into, inside the cache so that the result can be moved by a rename.
 *
 * @throws {@link NatsServerError} CACHE_UNWRITABLE
 */
export async function openWorkDir(cacheDir: string): Promise<string> {
  try {
    await makeFolder(cacheDir)
    await removeAbandoned(cacheDir)
    return await mkdtemp(join(cacheDir, WORK_PREFIX))
  } catch (cause) {
    throw new NatsServerError(
      'CACHE_UNWRITABLE',
      `no nats-server was found, and ${cacheDir} cannot be written to keep a fetched one`,
      {
        hint: 'set NATS_SERVER_CACHE to a folder that can be written, or NATS_SERVER_BIN to a nats-server',
        cause,
      },
    )
  }
}

/**
 * Puts a fetched server into the cache whole: whoever looks meanwhile sees the old one or the new
 * one.
 */
export async function moveIntoCache(fresh: string, cacheDir: string): Promise<string> {
  const path = join(cacheDir, EXECUTABLE_NAME)
  await rename(fresh, path)
  return path
}

function userCacheDir(env: NodeJS.ProcessEnv): string {
  if (env['XDG_CACHE_HOME']) return env['XDG_CACHE_HOME']

  const home = env['HOME'] ?? homedir()
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches')
  if (process.platform === 'win32') return env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local')
  return join(home, '.cache')
}

// A process that was killed while it fetched has left its folder, tens of megabytes, behind.
async function removeAbandoned(cacheDir: string): Promise<void> {
  const names = (await readdir(cacheDir)).filter((name) => name.startsWith(WORK_PREFIX))
  for (const dir of names.map((name) => join(cacheDir, name))) {
    const info = await stat(dir).catch(() => undefined)
    if (info && Date.now() - info.mtimeMs > ABANDONED_AFTER_MS) {
      await rm(dir, { recursive: true, force: true })
    }
  }
}
