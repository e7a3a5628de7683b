import type { ServerProcess } from './server-process.ts'
import type { Listening } from './await-listening.ts'

/** How something is stopped. */
export interface StopOptions {
  /** Time to end by itself, in milliseconds, before it is killed; 0 kills at once. */
  readonly graceMs?: number
}

/**
 * A nats-server that runs, on loopback, until it is stopped or this process ends.
 *
 * @example
 * await using server = await startNatsServer()
 * const connection = await connect({ servers: server.url })
 */
export class NatsServer implements AsyncDisposable {
  /** The server's name, as traces show it. */
  readonly name: string
  /** Where clients connect, as in `nats://127.0.0.1:4222`. */
  readonly url: string
  /** The port of {@link NatsServer.url}. */
  readonly port: number
  /** As in `2.15.1`. */
  readonly version: string
  readonly pid: number
  /** Its configuration, data and process id lie here; removed when it is stopped. */
  readonly dir: string
  /** The monitoring endpoints, as in `http://127.0.0.1:8222`; absent when they are switched off. */
  readonly monitorUrl: string | undefined
  readonly #process: ServerProcess
  readonly #stop: (options: StopOptions) => Promise<void>

  /** For this package: servers come from {@link startNatsServer} and its siblings. */
  constructor(
    child: ServerProcess,
    listening: Listening,
    version: string,
    stop: (options: StopOptions) => Promise<void>,
  ) {
    this.name = child.name
    this.url = listening.url
    this.port = Number(new URL(listening.url).port)
    this.version = version
    this.pid = child.pid
    this.dir = child.dir
    this.monitorUrl = listening.monitorUrl
    this.#process = child
    this.#stop = stop
  }

  /** What the server wrote to its log so far; of a very long log the end. */
  log(): string {
    return this.#process.log()
  }

  /** Stops the server; once it has ended, stopping it again does nothing. */
  async stop(options: StopOptions = {}): Promise<void> {
    await this.#stop(options)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}
