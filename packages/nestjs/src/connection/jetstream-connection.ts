import { instrument } from '@hopscope/nats'
import { internalName, type ClientOptions } from '@hopscope/nats/transport'
import type { ConnectionOptions, NatsConnection } from '@nats-io/nats-core'
import type { OnApplicationShutdown } from '@nestjs/common'
import type { ConnectionSource } from '../jetstream-options.ts'
import { NestTransportError } from '../nest-transport-error.ts'

/** What is needed to make a connection, and to trace it. */
export type ConnectionNeeds = ConnectionSource & Pick<ClientOptions, 'name' | 'tracing'>

/**
 * The connection of an application: made when it is first needed, and closed after everything that
 * uses it. One that was handed over stays open.
 */
export class JetstreamConnection implements OnApplicationShutdown {
  readonly #needs: ConnectionNeeds
  readonly #users = new Set<() => Promise<void>>()
  #opening: Promise<NatsConnection> | undefined
  #isShutDown = false

  /** @throws {@link NestTransportError} OPTION_INVALID if it is not known where NATS is */
  constructor(needs: ConnectionNeeds) {
    if ((needs.connection === undefined) === (needs.servers === undefined)) throw sourceInvalid()
    this.#needs = needs
  }

  /**
   * The open connection, the same for all; after a failure the next call tries again.
   *
   * @throws {@link NestTransportError} PACKAGE_MISSING; NOT_CONNECTED after the application was shut
   * down; and what connecting throws
   */
  async open(): Promise<NatsConnection> {
    if (this.#isShutDown) throw shutDown(this.#needs.name)
    this.#opening ??= openConnection(this.#needs)
    try {
      return await this.#opening
    } catch (error) {
      this.#opening = undefined
      throw error
    }
  }

  /** Has `release` called, and waited for, before the connection is closed. */
  beforeClose(release: () => Promise<void>): void {
    this.#users.add(release)
  }

  /** Releases all who use it, and closes it if it was made here. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#users].map((release) => release()))
    const opening = this.#opening
    this.#opening = undefined
    const connection = await opening?.catch(() => undefined)
    if (this.#needs.connection || !connection || connection.isClosed()) return
    // What is not connected cannot be drained.
    await connection.drain().catch(() => connection.close())
  }

  /** Nest calls it when every server is closed; what is sent later would keep the process alive. */
  onApplicationShutdown(): Promise<void> {
    this.#isShutDown = true
    return this.close()
  }
}

async function openConnection(needs: ConnectionNeeds): Promise<NatsConnection> {
  const connection = needs.connection ?? (await connectTo(needs))
  return needs.tracing === false ? connection : instrument(connection, needs.tracing)
}

async function connectTo(needs: ConnectionNeeds): Promise<NatsConnection> {
  const transport = await loadTransport()
  const options: ConnectionOptions = { name: internalName(needs.name), ...needs.connectionOptions }
  // A connection changes the options that it is given, and the list of servers in them.
  return transport.connect({ ...options, servers: [needs.servers ?? []].flat() })
}

interface Transport {
  connect(options: ConnectionOptions): Promise<NatsConnection>
}

async function loadTransport(): Promise<Transport> {
  try {
    return await import('@nats-io/transport-node')
  } catch (cause) {
    throw new NestTransportError('PACKAGE_MISSING', '@nats-io/transport-node cannot be loaded', {
      hint: 'install it, or hand an open connection over with the option `connection`',
      cause,
    })
  }
}

function shutDown(name: string): NestTransportError {
  return new NestTransportError('NOT_CONNECTED', `the application ${name} was shut down`, {
    hint: 'send what is left in onModuleDestroy or beforeApplicationShutdown',
  })
}

function sourceInvalid(): NestTransportError {
  return new NestTransportError(
    'OPTION_INVALID',
    'one of servers and connection is needed, and not both',
    { hint: 'say `servers: "nats://127.0.0.1:4222"`, or pass an open connection' },
  )
}
