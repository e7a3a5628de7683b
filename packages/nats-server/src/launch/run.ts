import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeFolder } from '../make-folder.ts'
import { NatsServerError } from '../nats-server-error.ts'
import { Guard } from './guard.ts'
import { ServerProcess } from './server-process.ts'

/** The configuration of one server. */
export interface ServerSpec {
  readonly name: string
  /** Writes the configuration of a server that keeps its files in `dir`. */
  readonly config: (dir: string) => string
  /** Configuration of the user's, taken in after ours. @default '' */
  readonly extraConfig?: string
}

/** A folder and the servers that work in it; closing it leaves nothing of either. */
export class Run {
  /** Made for this run, removed with it. */
  readonly dir: string
  readonly #guard: Guard
  readonly #processes: ServerProcess[] = []
  #closing: Promise<void> | undefined

  /**
   * Makes the folder inside `parent`.
   *
   * @throws {@link NatsServerError} OPTION_INVALID when `parent` cannot be written to
   */
  static async open(parent: string = tmpdir()): Promise<Run> {
    try {
      await makeFolder(parent)
      return new Run(await mkdtemp(join(parent, 'nats-server-')))
    } catch (cause) {
      throw new NatsServerError('OPTION_INVALID', `dir ${parent} cannot be written to`, {
        hint: 'let dir name a folder that can be written',
        cause,
      })
    }
  }

  private constructor(dir: string) {
    this.dir = dir
    this.#guard = new Guard(dir)
  }

  /** Spawns a server; it is not ready when this resolves. */
  async spawn(path: string, spec: ServerSpec): Promise<ServerProcess> {
    const { name } = spec
    const dir = join(this.dir, name)
    // An earlier server of that name has left its data, and where it listened.
    await rm(dir, { recursive: true, force: true })
    await mkdir(dir)
    const files = {
      'server.conf': `${spec.config(dir)}\ninclude "./extra.conf"\n`,
      // A file of its own, so that the server's complaints count the lines of the user's text.
      'extra.conf': spec.extraConfig ?? '',
    }
    for (const [file, text] of Object.entries(files)) await writeFile(join(dir, file), text)

    const server = await ServerProcess.spawn(path, join(dir, 'server.conf'), name, dir)
    this.#guard.add(server.pid)
    void server.ended.then(() => this.#guard.remove(server.pid))
    this.#processes.push(server)
    return server
  }

  /** Stops every server, all at once, and removes the folder. Closing again waits for the first. */
  close(graceMs: number): Promise<void> {
    this.#closing ??= this.#close(graceMs)
    return this.#closing
  }

  async #close(graceMs: number): Promise<void> {
    await Promise.all(this.#processes.map((server) => server.stop(graceMs)))
    await rm(this.dir, { recursive: true, force: true, maxRetries: 3 })
    this.#guard[Symbol.dispose]()
  }
}
