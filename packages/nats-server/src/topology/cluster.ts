import type { NatsServer, StopOptions } from '../launch/nats-server.ts'
import { serverNamed } from './server-named.ts'

/**
 * Servers joined by routes, on loopback, until they are stopped or this process ends.
 *
 * @example
 * await using cluster = await startCluster({ size: 3 })
 * const connection = await connect({ servers: [...cluster.urls] })
 */
export class Cluster implements AsyncDisposable {
  /** The cluster's name, as traces show it. */
  readonly name: string
  /** The servers by name, in the order of their numbers. */
  readonly servers: ReadonlyMap<string, NatsServer>
  readonly #stop: (options: StopOptions) => Promise<void>

  /** For this package: clusters come from {@link startCluster}. */
  constructor(
    name: string,
    servers: readonly NatsServer[],
    stop: (options: StopOptions) => Promise<void>,
  ) {
    this.name = name
    this.servers = new Map(servers.map((server) => [server.name, server]))
    this.#stop = stop
  }

  /** Where clients connect, one of each server. */
  get urls(): readonly string[] {
    return [...this.servers.values()].map((server) => server.url)
  }

  /**
   * The server of that name.
   *
   * @throws {@link NatsServerError} SERVER_UNKNOWN
   */
  server(name: string): NatsServer {
    return serverNamed(this.servers, name)
  }

  /** Stops every server, at once unless `graceMs` is given, and removes their files. */
  async stop(options: StopOptions = {}): Promise<void> {
    await this.#stop(options)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }
}
