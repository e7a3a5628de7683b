import type { NatsServer, StopOptions } from '../launch/nats-server.ts'
import { serverNamed } from './server-named.ts'

/** A user of the system account, who may ask servers for anything. */
export interface SystemUser {
  readonly user: string
  /** Made up for each run. */
  readonly password: string
}

/**
 * Three clusters joined by gateways, with two leaf nodes, on loopback, until they are stopped or
 * this process ends.
 *
 * @example
 * await using net = await startSuperCluster()
 * const connection = await connect({ servers: net.server('C3L3').url })
 */
export class SuperCluster implements AsyncDisposable {
  /** The servers by name: `C1N1` to `C3N3`, `C1L2` and `C3L3`. */
  readonly servers: ReadonlyMap<string, NatsServer>
  /** Clients without credentials are in account APP; this user is in the system account. */
  readonly systemUser: SystemUser
  readonly #stop: (options: StopOptions) => Promise<void>

  /** For this package: super-clusters come from {@link startSuperCluster}. */
  constructor(
    servers: readonly NatsServer[],
    systemUser: SystemUser,
    stop: (options: StopOptions) => Promise<void>,
  ) {
    this.servers = new Map(servers.map((server) => [server.name, server]))
    this.systemUser = systemUser
    this.#stop = stop
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
