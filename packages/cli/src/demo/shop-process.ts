import { spawn, type ChildProcess } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CliError } from '../cli-error.ts'
import type { Order } from './order.ts'
import type { ServiceCommand, ServiceEvent } from './services/service.ts'
import type { ShopService } from './shop.ts'

/** Time for a service to send its last spans, before it is killed. */
const STOP_GRACE_MS = 2_000

/** A service of the shop that runs. */
export class ShopProcess implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #exited: Promise<void>

  private constructor(child: ChildProcess) {
    this.#child = child
    this.#exited = new Promise((resolve) => {
      child.once('exit', () => resolve())
      // One that could not be spawned has no exit.
      child.once('error', () => resolve())
    })
  }

  /**
   * Starts a service and waits until it listens.
   *
   * `dir` is the demo's folder: it stands in the process's command line, by which a later demo
   * knows what a killed one left behind.
   *
   * @throws {@link CliError} DEMO_FAILED if the service ends before it is ready
   */
  static async start(service: ShopService, url: string, dir: string): Promise<ShopProcess> {
    // The same file name as this one's has: .ts from source, .js from a package.
    const file = new URL(`./services/${service.name}${extname(import.meta.url)}`, import.meta.url)
    const args = [...process.execArgv, fileURLToPath(file), dir, service.name, url]
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    const started = new ShopProcess(child)
    try {
      await ready(child, service.name)
      return started
    } catch (error) {
      await started[Symbol.asyncDispose]()
      throw error
    }
  }

  /** Places an order; for checkout. */
  order(order: Order): void {
    this.#send({ type: 'order', order })
  }

  /** Lets the service send its last spans and ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
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
