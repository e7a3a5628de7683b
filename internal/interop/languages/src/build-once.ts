import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const CACHE = fileURLToPath(
  new URL('../../../../node_modules/.cache/hopscope-interop/', import.meta.url),
)
const POLL_MS = 100
const DAY_MS = 24 * 60 * 60 * 1000

/** What is built. */
export interface Build {
  /** Names the folder, and tells one build from others. */
  readonly name: string
  /** Everything that the result depends on, as text. */
  readonly inputs: readonly string[]
  /** Fills the folder, which is there and empty. */
  readonly make: (folder: string) => Promise<void>
}

/**
 * The folder that a build has filled: now, or earlier from the same inputs. What was built from other
 * inputs is removed when it has not been used for a day.
 *
 * Processes that want it at the same time wait for the one that came first.
 */
export async function buildOnce({ name, inputs, make }: Build): Promise<string> {
  const key = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16)
  const folder = join(CACHE, `${name}-${key}`)
  const done = join(folder, '.done')
  if (existsSync(done)) {
    await writeFile(done, '')
    return folder
  }
  await mkdir(CACHE, { recursive: true })
  await withLock(join(CACHE, `${name}.lock`), async () => {
    if (existsSync(done)) return
    await rm(folder, { recursive: true, force: true })
    await removeUnused(name)
    await mkdir(folder)
    await make(folder)
    await writeFile(done, '')
  })
  return folder
}

// Another process may be running what it has built from other inputs: of another Python, for one.
async function removeUnused(name: string): Promise<void> {
  const builds = (await readdir(CACHE)).filter((entry) => entry.startsWith(`${name}-`))
  for (const build of builds.map((entry) => join(CACHE, entry))) {
    const used = await stat(join(build, '.done')).catch(() => stat(build))
    if (Date.now() - used.mtimeMs > DAY_MS) await rm(build, { recursive: true })
  }
}

async function withLock(path: string, work: () => Promise<void>): Promise<void> {
  while (!(await take(path))) await pause(POLL_MS)
  try {
    await work()
  } finally {
    await rm(path)
  }
}

async function take(path: string): Promise<boolean> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    const holder = Number(await readFile(path, 'utf8').catch(() => ''))
    // A process that was killed leaves its lock behind.
    if (holder > 0 && !isRunning(holder)) await rm(path, { force: true })
    return false
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
