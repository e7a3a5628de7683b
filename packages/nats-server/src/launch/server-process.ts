import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { NatsServerError } from '../nats-server-error.ts'

// Enough for a start and its errors; a server that logs for days must not fill our memory.
const MAX_LOG_CHARS = 1024 * 1024

/** A nats-server that was spawned, whether or not it is ready. */
export class ServerProcess {
  /** As in its configuration. */
  readonly name: string
  readonly pid: number
  /** The folder with its configuration and data. */
  readonly dir: string
  /** Resolves when the process has ended, however it did. */
  readonly ended: Promise<void>
  readonly #child: ChildProcessByStdio<null, null, Readable>
  #log = ''

  /** @throws {@link NatsServerError} SERVER_START_FAILED when there is no process to be had */
  static async spawn(
    path: string,
    configFile: string,
    name: string,
    dir: string,
  ): Promise<ServerProcess> {
    const child = spawn(path, ['-c', configFile], {
      cwd: dir,
      stdio: ['ignore', 'ignore', 'pipe'],
      // In a group of its own, Ctrl-C in the terminal leaves it to us when the server ends.
      detached: process.platform !== 'win32',
    })
    try {
      await once(child, 'spawn')
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new NatsServerError('SERVER_START_FAILED', `${name} did not start: ${reason}`, {
        cause,
      })
    }
    return new ServerProcess(child, name, dir)
  }

  private constructor(child: ChildProcessByStdio<null, null, Readable>, name: string, dir: string) {
    this.name = name
    this.dir = dir
    this.pid = child.pid ?? 0
    this.#child = child
    this.ended = new Promise((resolve) => child.once('close', () => resolve()))
    // A signal that could not be sent; without a listener, Node would end this process for it.
    child.on('error', () => {})
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#log = (this.#log + text).slice(-MAX_LOG_CHARS)
    })
  }

  /** True until the process has ended. */
  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** What the server wrote so far; of a very long log the end. */
  log(): string {
    return this.#log
  }

  /** Asks the process to end, and ends it when it has not done so after `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    if (this.isRunning && graceMs > 0) {
      this.#child.kill('SIGTERM')
      const timer = setTimeout(() => this.#child.kill('SIGKILL'), graceMs)
      await this.ended
      clearTimeout(timer)
    }
    if (this.isRunning) this.#child.kill('SIGKILL')
    await this.ended
  }
}
