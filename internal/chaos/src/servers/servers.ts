import { startNatsServer, type NatsServer, type StartOptions } from '@hopscope/nats-server'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts } from './free-ports.ts'

/** One nats-server, or a cluster of them, each of which can be killed and come back with its streams. */
export class Servers implements AsyncDisposable {
  readonly urls: readonly string[]
  readonly #folder: string
  readonly #options: readonly StartOptions[]
  readonly #running = new Map<string, NatsServer>()

  /** Starts so many; of several it is not said whether they have a leader yet. */
  static async start(count: number): Promise<Servers> {
    const folder = await mkdtemp(join(tmpdir(), 'hopscope-chaos-'))
    const ports = await freePorts(2 * count)
    const routes = ports.slice(count).map((port) => `nats-route://127.0.0.1:${port}`)
    const options = routes.map((route, at) => ({
      name: `n${at + 1}`,
      port: ports[at] ?? 0,
      storeDir: join(folder, `n${at + 1}`),
      config: count === 1 ? '' : clusterConfig(new URL(route).port, routes),
    }))
    const servers = new Servers(folder, options)
    try {
      await Promise.all(options.map(({ name }) => servers.comeBack(name)))
    } catch (error) {
      await servers[Symbol.asyncDispose]()
      throw error
    }
    return servers
  }

  private constructor(folder: string, options: readonly StartOptions[]) {
    this.#folder = folder
    this.#options = options
    this.urls = options.map(({ port }) => `nats://127.0.0.1:${port}`)
  }

  get names(): readonly string[] {
    return this.#options.map(({ name }) => name ?? '')
  }

  /** Kills a server at once; its streams stay where they are. */
  async kill(name: string): Promise<void> {
    await this.#running.get(name)?.stop({ graceMs: 0 })
    this.#running.delete(name)
  }

  /** Starts a server where it was, with the streams that it had. */
  async comeBack(name: string): Promise<void> {
    const options = this.#options.find((each) => each.name === name)
    if (options) this.#running.set(name, await startNatsServer(options))
  }

  /** Lets a server do nothing for a while, without anybody being told; as a machine that hangs. */
  freeze(name: string): void {
    this.#signal(name, 'SIGSTOP')
  }

  /** Lets it go on. */
  thaw(name: string): void {
    this.#signal(name, 'SIGCONT')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.names.map((name) => this.kill(name)))
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 3 })
  }

  #signal(name: string, signal: NodeJS.Signals): void {
    const server = this.#running.get(name)
    if (server) process.kill(server.pid, signal)
  }
}

function clusterConfig(port: string, routes: readonly string[]): string {
  return `cluster { name: chaos, listen: "127.0.0.1:${port}", routes: [ ${routes.join(', ')} ] }`
}
