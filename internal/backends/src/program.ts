import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

/** What is run in a {@link Program}. */
export interface ProgramCommand {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** A process with a log in a folder of its own; both go when it is disposed of. */
export class Program implements AsyncDisposable {
  readonly folder: string
  readonly #child: ChildProcess
  readonly #exited: Promise<unknown>

  /** Runs what `command` says of the folder, and resolves when `isReady` says so. */
  static async start(
    command: (folder: string) => ProgramCommand | Promise<ProgramCommand>,
    isReady: (program: Program) => Promise<boolean>,
  ): Promise<Program> {
    const folder = await mkdtemp(join(tmpdir(), 'hopscope-backend-'))
    const program = new Program(folder, await command(folder))
    try {
      await program.#until(isReady)
      return program
    } catch (error) {
      await program[Symbol.asyncDispose]()
      throw error
    }
  }

  private constructor(folder: string, { file, args, cwd = folder, env }: ProgramCommand) {
    this.folder = folder
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const log = createWriteStream(join(folder, LOG))
    child.stdout.pipe(log, { end: false })
    child.stderr.pipe(log, { end: false })
    this.#child = child
    this.#exited = once(child, 'close')
    // It is known where it is waited for.
    this.#exited.catch(() => {})
  }

  /** What it printed until now. */
  log(): Promise<string> {
    return readFile(join(this.folder, LOG), 'utf8').catch(() => '')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGTERM')
    const kill = globalThis.setTimeout(() => this.#child.kill('SIGKILL'), GRACE_MS)
    await this.#exited.catch(() => {})
    clearTimeout(kill)
    await rm(this.folder, { recursive: true, force: true })
  }

  async #until(isReady: (program: Program) => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + START_MS
    while (!(await isReady(this))) {
      const isOver = this.#child.exitCode !== null || Date.now() > deadline
      if (isOver) throw new Error(`${this.#child.spawnfile} did not start: ${await this.log()}`)
      await pause(POLL_MS)
    }
  }
}

const LOG = 'log.txt'
const GRACE_MS = 20_000
const START_MS = 120_000
const POLL_MS = 50

/** Ports of loopback that nobody listens on. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => {
    const address = server.address()
    return typeof address === 'object' && address ? address.port : 0
  })
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}
