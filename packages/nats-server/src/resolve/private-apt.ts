import { existsSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import type { FetchJob } from './fetch-job.ts'
import { type CommandResult, runCommand } from './run-command.ts'

/** An apt set up like the machine's, that keeps everything it writes in a folder of its own. */
export interface PrivateApt {
  /** Addresses of the mirrors the machine uses, those of its own release first. */
  mirrors(codename: string): Promise<readonly string[]>
  /** Reads the package lists of one suite of one mirror. */
  use(mirror: string, suite: string): Promise<void>
  /** Downloads a package, and gives the folder it was unpacked to. */
  unpack(name: string): Promise<string>
}

const APT_TIMEOUT_MS = 5 * 60 * 1000
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg'

/** Sets up an apt below the job's folder; nothing is downloaded yet. */
export async function openPrivateApt(job: FetchJob): Promise<PrivateApt> {
  const dir = join(job.workDir, 'apt')
  for (const name of ['state/lists/partial', 'cache/archives/partial', 'log', 'deb']) {
    await mkdir(join(dir, name), { recursive: true, mode: 0o700 })
  }
  await writeFile(join(dir, 'status'), '')

  const run = async (command: string, args: readonly string[], env: NodeJS.ProcessEnv) => {
    const result = await runCommand(command, args, {
      env: { ...env, LC_ALL: 'C' },
      cwd: join(dir, 'deb'),
      signal: job.signal,
      timeoutMs: APT_TIMEOUT_MS,
    })
    if (result.failure !== undefined) throw new Error(complaint(result))
    return result
  }
  const machine = await run('apt-config', ['dump'], job.env)
  const configFile = join(dir, 'apt.conf')
  await writeFile(configFile, privateConfig(machine.stdout, dir), { mode: 0o600 })
  const privateEnv = { ...job.env, APT_CONFIG: configFile }

  return {
    async mirrors(codename) {
      // --print-uris reads sources of either format, and works before the first `apt-get update`.
      const moved = [...stateSettings(dir)].flatMap(([key, value]) => ['-o', `${key}=${value}`])
      const { stdout } = await run('apt-get', [...moved, '--print-uris', 'update'], job.env)
      return mirrorsIn(stdout, codename)
    },
    async use(mirror, suite) {
      const signedBy = existsSync(KEYRING) ? `[signed-by=${KEYRING}] ` : ''
      const source = `deb ${signedBy}${mirror} ${suite} main\n`
      await writeFile(join(dir, 'sources.list'), source, { mode: 0o600 })
      await run('apt-get', ['-q', 'update'], privateEnv)
    },
    async unpack(name) {
      await run('apt-get', ['-q', 'download', name], privateEnv)
      const [file = ''] = await readdir(join(dir, 'deb'))
      await run('dpkg-deb', ['-x', file, join(dir, 'root')], privateEnv)
      return join(dir, 'root')
    },
  }
}

/** The mirrors in what `apt-get --print-uris update` prints. */
export function mirrorsIn(printed: string, codename: string): readonly string[] {
  const own: string[] = []
  const others: string[] = []
  for (const line of printed.split('\n')) {
    const [, mirror, suite] = /^'(.+?)\/dists\/([^/']+)\/.*'/.exec(line) ?? []
    if (mirror === undefined || suite === undefined || suite.endsWith('-security')) continue
    const list = suite === codename ? own : others
    list.push(mirror)
  }
  return [...new Set([...own, ...others])]
}

function complaint({ stderr, failure = '' }: CommandResult): string {
  return redact(stderr.split('\n').find((line) => /^[EW]:/.test(line)) ?? failure)
}

/**
 * Leaves out addresses of mirrors, which may carry a password and are nobody's business in a bug
 * report.
 */
export function redact(text: string): string {
  return text.replace(/[a-z][a-z+]*:\/\/\S+/gi, '<mirror>')
}

// Proxies, retries and date checks of the machine stay; what it would write, or run, goes.
const DROPPED =
  /^(APT::(Update::(Pre|Post)-Invoke|Periodic)|DPkg::|Unattended-Upgrade|Dir::(State|Cache|Log|Etc::(sourcelist|sourceparts|preferences|preferencesparts|parts|main)))/i

function privateConfig(machineConfig: string, dir: string): string {
  const kept = machineConfig.split('\n').filter((line) => line !== '' && !DROPPED.test(line))
  const own = new Map([
    ...stateSettings(dir),
    ['Dir::Log', join(dir, 'log')],
    ['Dir::Etc::main', '/dev/null'],
    ['Dir::Etc::parts', '/dev/null'],
    ['Dir::Etc::sourcelist', join(dir, 'sources.list')],
    ['Dir::Etc::sourceparts', '/dev/null'],
    ['Dir::Etc::preferences', '/dev/null'],
    ['Dir::Etc::preferencesparts', '/dev/null'],
    // As root, apt would drop to a user that may not write to this folder.
    ['APT::Sandbox::User', userInfo().username],
    ['APT::Update::Error-Mode', 'any'],
    ['Acquire::Languages', 'none'],
    ['Acquire::IndexTargets::deb::DEP-11::DefaultEnabled', 'false'],
    ['Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled', 'false'],
    ['Acquire::PDiffs', 'false'],
  ])
  return `${[...kept, ...[...own].map(([key, value]) => `${key} "${value}";`)].join('\n')}\n`
}

function stateSettings(dir: string): ReadonlyMap<string, string> {
  return new Map([
    ['Dir::State', join(dir, 'state')],
    ['Dir::State::status', join(dir, 'status')],
    ['Dir::Cache', join(dir, 'cache')],
  ])
}
