import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { CliError } from '../cli-error.ts'
import { endProcessesNaming, startTimeOf } from './processes.ts'

/**
 * The folder of one demo, for its servers' data. Removed at the end.
 *
 * Its name tells whose it is: the process's number and when that process started, since a later one
 * may have the same number.
 */
export class RunFolder implements AsyncDisposable {
  readonly path: string

  /** Where the demo keeps compiled code for its services. */
  get compiled(): string {
    return join(this.path, 'compiled')
  }

  private constructor(path: string) {
    this.path = path
  }

  /**
   * Makes a folder, and clears away what demos that were killed have left behind.
   *
   * @throws {@link CliError} DEMO_FAILED when `parent` cannot be written to
   */
  static async create(parent: string = defaultParent()): Promise<RunFolder> {
    try {
      await mkdir(parent, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error
      })
      await clearLeftovers(parent)
      const owner = `${process.pid}-${startWord(await startTimeOf(process.pid))}`
      return new RunFolder(await mkdtemp(join(parent, `run-${owner}-`)))
    } catch (cause) {
      throw new CliError('DEMO_FAILED', `the demo cannot write to ${parent}`, {
        hint: 'set TMPDIR to a folder that can be written to',
        cause,
      })
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await remove(this.path)
  }
}

function defaultParent(): string {
  return join(tmpdir(), `hopscope-demo-${userInfo().username}`)
}

async function clearLeftovers(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const [, pid, start] = /^run-(\d+)-(\w+)-/.exec(name) ?? []
    if (pid === undefined || startWord(await startTimeOf(Number(pid))) === start) continue

    const path = join(parent, name)
    await endProcessesNaming(path)
    await remove(path)
  }
}

// A start time as part of a file's name.
function startWord(startTime: string | undefined): string {
  return startTime?.replace(/\W/g, '_') ?? 'unknown'
}

async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true, maxRetries: 3 })
}
