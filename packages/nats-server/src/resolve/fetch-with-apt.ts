import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { FetchJob } from './fetch-job.ts'
import { openPrivateApt, type PrivateApt } from './private-apt.ts'

// In the order of trust: unstable only has it earlier.
const SUITES = ['testing', 'unstable']
const MAX_MIRRORS = 3

/**
 * Takes the server from Debian, through the mirror and the trust this machine's apt is set to.
 *
 * Needs no root and changes nothing of the system: apt works in a folder of its own.
 */
export async function fetchWithApt(job: FetchJob): Promise<void> {
  const release = await osRelease()
  const system = release.get('ID') ?? process.platform
  if (system !== 'debian') throw new Error(`needs Debian, this is ${system}`)

  const apt = await openPrivateApt(job)
  const mirrors = await apt.mirrors(release.get('VERSION_CODENAME') ?? '')
  if (mirrors.length === 0) throw new Error('apt has no mirror configured')

  const failures: string[] = []
  for (const suite of SUITES) {
    for (const mirror of mirrors.slice(0, MAX_MIRRORS)) {
      try {
        return await fetchFromSuite(apt, mirror, suite, job)
      } catch (error) {
        job.signal?.throwIfAborted()
        failures.push(`${suite}: ${error instanceof Error ? error.message : String(error)}`)
      }
    }
  }
  throw new Error([...new Set(failures)].join(', '))
}

async function fetchFromSuite(
  apt: PrivateApt,
  mirror: string,
  suite: string,
  job: FetchJob,
): Promise<void> {
  job.onProgress(`reading Debian ${suite}'s package list`)
  await apt.use(mirror, suite)

  job.onProgress(`downloading nats-server from Debian ${suite}`)
  const root = await apt.unpack('nats-server')
  await rename(join(root, 'usr', 'sbin', 'nats-server'), job.target)
}

async function osRelease(): Promise<ReadonlyMap<string, string>> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '')
  const lines = text.split('\n').map((line) => /^([A-Z_]+)="?(.*?)"?$/.exec(line))
  return new Map(lines.flatMap((match) => (match ? [[match[1] ?? '', match[2] ?? '']] : [])))
}
