import { spawn, type ChildProcess } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CliError } from '../cli-error.ts'
import type { Order } from './order.ts'
import type { ServiceCommand, ServiceEvent } from './services/service.ts'
import type { RunFolder } from './run-folder.ts'
import type { ShopService } from './shop.ts'

/** Time for a service to send its last spans, before it is killed. */
const STOP_GRACE_MS = 2_000

/** A service of the shop that runs. */
export class ShopProcess implements AsyncDisposable {
  readonly service: ShopService
  readonly #child: ChildProcess
  readonly #ready: Promise<void>
  readonly #exited: Promise<void>
  #isOpened = false

  /**
   * Starts a service, which loads what it needs and then waits for {@link open}.
   *
   * The folder stands in the process's command line, by which a later demo knows what a killed one
   * left behind.
   */
  constructor(service: ShopService, folder: RunFolder) {
    const { name } = service
    // The same file name as this one's has: .ts from source, .js from a package.
    const file = new URL(`./services/${name}${extname(import.meta.url)}`, import.meta.url)
    const args = [...process.execArgv, fileURLToPath(file), folder.path, name]
    const env = { NODE_COMPILE_CACHE: folder.compiled, ...process.env }
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    this.service = service
    this.#child = child
    this.#exited = new Promise((resolve) => {
      child.once('exit', () => resolve())
      // One that could not be spawned has no exit.
      child.once('error', () => resolve())
    })
    this.#ready = ready(child, name)
    // It may end before anybody asks.
    this.#ready.catch(() => {})
  }

  /**
   * Has the service connect to a server, and resolves when it listens.
   *
   * @throws {@link CliError} DEMO_FAILED if the service ends before it is ready
   */
  async open(url: string): Promise<void> {
    this.#isOpened = true
    this.#send({ type: 'open', url })
    await this.#ready
  }

  /** Places an order; for checkout. */
  order(order: Order): void {
    this.#send({ type: 'order', order })
  }

  /** Lets the service send its last spans and ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    // One that still loads has nothing to send, and would not hear of it.
    if (!this.#isOpened) this.#child.kill('SIGKILL')
    this.#send({ type: 'stop' })
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), STOP_GRACE_MS)
    await this.#exited
    clearTimeout(timer)
  }

  #send(command: ServiceCommand): void {
    if (this.#child.connected) this.#child.send(command)
  }
}

function ready(child: ChildProcess, name: string): Promise<void> {
  let words = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-4096)
  })
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(failed(name, error.message)))
    child.once('exit', () => reject(failed(name, lastLine(words))))
    child.on('message', (event: ServiceEvent) => {
      if (event.type === 'ready') resolve()
    })
  })
}

function failed(name: string, reason: string): CliError {
  return new CliError('DEMO_FAILED', `the shop's service ${name} did not start: ${reason}`, {
    hint: 'run the demo again; if it stays so, the message above says what to look at',
  })
}

function lastLine(text: string): string {
  return (
    text
      .split('\n')
      .map((line) => line.trim())
      .findLast((line) => /^[A-Za-z]*Error\b/.test(line)) ?? 'it ended without a word'
  )
}
