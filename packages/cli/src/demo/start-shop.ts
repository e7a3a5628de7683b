import { connect, type NatsConnection } from '@nats-io/transport-node'
import { startSuperCluster, type SuperCluster } from '@hopscope/nats-server'
import { readSpans } from '@hopscope/telemetry'
import { awaitPaths } from './await-paths.ts'
import type { Order } from './order.ts'
import { OrderJourneys } from './order-journeys.ts'
import type { RunFolder } from './run-folder.ts'
import { ShopProcess } from './shop-process.ts'
import { SHOP } from './shop.ts'
import { awaitFulfilment, createStreams } from './streams.ts'
import { throwIfInterrupted } from './until.ts'

/** How a {@link Shop} is opened. */
export interface ShopOptions {
  /** For the servers' data. */
  readonly folder: RunFolder
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  readonly onProgress: (line: string) => void
  /** Port for clients of C3L3. @default any that is free */
  readonly port?: number
}

/** The demo's servers and services, until they are closed. */
export class Shop implements AsyncDisposable {
  /** What has come of the orders so far. */
  readonly journeys: OrderJourneys = new OrderJourneys()
  #services: readonly ShopProcess[] = []
  /** In the order in which they were opened. */
  readonly #resources: AsyncDisposable[] = []
  #net: SuperCluster | undefined
  #connection: NatsConnection | undefined

  /**
   * A server of the cluster that stores the orders, as `nats://127.0.0.1:4222`; leaf nodes, where
   * checkout is, do not answer for its streams.
   */
  get url(): string {
    return this.#net?.server('C3N2').url ?? ''
  }

  /** A connection to the cluster that stores telemetry; it is closed with the shop. */
  get connection(): NatsConnection | undefined {
    return this.#connection
  }

  /** Starts the servers, then the services, and waits until orders reach all of them. */
  static async open(options: ShopOptions): Promise<Shop> {
    const shop = new Shop()
    try {
      await shop.#open(options)
      return shop
    } catch (error) {
      await shop[Symbol.asyncDispose]()
      // What was going on when the person pressed Ctrl-C fails in a way of its own.
      throwIfInterrupted(options.signal)
      throw error
    }
  }

  place(order: Order): void {
    this.#services.find(({ service }) => service.name === 'checkout')?.order(order)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // They have spans to send, so servers go after them.
    await Promise.all(this.#services.map((service) => service[Symbol.asyncDispose]()))
    for (const resource of this.#resources.splice(0).toReversed()) {
      await resource[Symbol.asyncDispose]()
    }
  }

  #use<T extends AsyncDisposable>(resource: T): T {
    this.#resources.push(resource)
    return resource
  }

  async #open({ folder, env, signal, onProgress, port }: ShopOptions): Promise<void> {
    // They load while the servers find each other, which is mostly waiting.
    this.#services = SHOP.map((service) => new ShopProcess(service, folder))

    const net = await startSuperCluster({
      env,
      signal,
      onProgress,
      dir: folder.path,
      ...(port !== undefined && { ports: { C3L3: port } }),
    })
    this.#net = this.#use(net)

    onProgress('creating the streams ORDERS, ORDERS_DLQ and TELEMETRY')
    const connection = this.#use(
      await connect({ servers: net.server('C3N1').url, name: 'hopscope demo' }),
    )
    this.#connection = connection
    await createStreams(connection, signal)
    // Once the servers are being stopped, nobody waits for a journey any more.
    this.#gather(connection).catch((error: unknown) => this.journeys.fail(error))

    onProgress(`opening the shop: ${SHOP.map(({ name }) => name).join(', ')}`)
    await Promise.all(
      this.#services.map((opening) => opening.open(net.server(opening.service.server).url)),
    )
    await Promise.all([awaitPaths(net, signal), awaitFulfilment(connection, signal)])
    onProgress('ready')
  }

  async #gather(connection: NatsConnection): Promise<void> {
    for await (const { resourceSpans } of readSpans(connection, { follow: true })) {
      this.journeys.add(resourceSpans)
    }
  }
}
