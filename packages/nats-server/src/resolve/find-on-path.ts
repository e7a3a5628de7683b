import { delimiter, join, resolve } from 'node:path'
import { compareVersions, formatVersion } from '../version.ts'
import { EXECUTABLE_NAME } from './executable-name.ts'
import type { Finding } from './finding.ts'
import { isExecutableFile, probeServer } from './probe-server.ts'
import type { ResolveRequest } from './resolve-options.ts'

// Debian installs the server where only root's PATH looks; Homebrew's folder is missing from
// the PATH of programs that a desktop starts.
const USUAL_DIRS = ['/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/opt/homebrew/bin']

/** The first server on PATH, or in a usual folder, that is new enough. */
export async function findOnPath(request: ResolveRequest): Promise<Finding> {
  const attempts: string[] = []
  for (const path of await candidates(request.env['PATH'] ?? '')) {
    const probe = await probeServer(path, request)
    if ('reason' in probe) {
      attempts.push(`PATH: ${path} ${probe.reason}`)
    } else if (compareVersions(probe.version, request.minVersion) < 0) {
      attempts.push(`PATH: ${path} is ${formatVersion(probe.version)}`)
    } else {
      const version = formatVersion(probe.version)
      return { server: { path, version, source: 'path' }, attempts }
    }
  }
  return { attempts: attempts.length === 0 ? ['PATH: no nats-server'] : attempts }
}

async function candidates(path: string): Promise<readonly string[]> {
  const dirs = [...path.split(delimiter), ...USUAL_DIRS].filter((dir) => dir !== '')
  const files = [...new Set(dirs.map((dir) => resolve(join(dir, EXECUTABLE_NAME))))]
  const usable = await Promise.all(files.map((file) => isExecutableFile(file)))
  return files.filter((_, index) => usable[index])
}
