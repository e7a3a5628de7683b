import {
  createClient,
  TransportError,
  type Published,
  type TransportClient,
} from '@hopscope/nats/transport'
import type { NatsConnection } from '@nats-io/nats-core'
import { ClientProxy, type ReadPacket, type WritePacket } from '@nestjs/microservices'
import { JetstreamConnection } from './connection/jetstream-connection.ts'
import { StatusFeed, type JetstreamEvents } from './connection/status-feed.ts'
import type { JetstreamClientOptions } from './jetstream-options.ts'
import { logProblem } from './log-problem.ts'
import { NestTransportError } from './nest-transport-error.ts'

/**
 * Sends to one service: `emit` publishes events, `send` asks for a reply.
 *
 * `emit` takes the prefixes `broadcast:` and `ordered:`, and gives what the stream acknowledged, a
 * {@link Published}. The data of both may be a record of a {@link JetstreamRecordBuilder}. What a
 * command fails with is what its service says of it; all else is a {@link TransportError}.
 *
 * @example
 * const order = await firstValueFrom(this.orders.send('get.order', { id: 7 }))
 * this.orders.emit('broadcast:prices.changed', new JetstreamRecordBuilder(prices).ttl(toNanos(1, 'h')).build())
 */
export class JetstreamClient extends ClientProxy<JetstreamEvents> {
  readonly #options: JetstreamClientOptions
  readonly #connection: JetstreamConnection
  readonly #ownsConnection: boolean
  readonly #feed = new StatusFeed((status) => this._status$.next(status))
  #opened: NatsConnection | undefined
  #client: TransportClient | undefined

  /**
   * @param connection shared with others, who close it; by default one is made and closed here
   * @throws {@link NestTransportError} OPTION_INVALID if it is not known where NATS is
   */
  constructor(options: JetstreamClientOptions, connection?: JetstreamConnection) {
    super()
    this.#options = options
    this.#connection = connection ?? new JetstreamConnection(options)
    this.#ownsConnection = connection === undefined
    this.#connection.beforeClose(() => this.#release())
  }

  /** Opens the connection; `send` and `emit` do so by themselves. */
  async connect(): Promise<NatsConnection> {
    const connection = await this.#connection.open()
    if (!this.#client) {
      this.#client = createClient(connection, { onProblem: logProblem, ...this.#options })
      this.#opened = connection
      this.#feed.follow(connection)
    }
    return connection
  }

  async close(): Promise<void> {
    await (this.#ownsConnection ? this.#connection.close() : this.#release())
  }

  /** Calls `callback` for what nats.js tells of the connection, such as `reconnect`. */
  override on<Event extends keyof JetstreamEvents>(
    event: Event,
    callback: JetstreamEvents[Event],
  ): void {
    this.#feed.on(event, callback)
  }

  /**
   * The connection.
   *
   * @throws {@link NestTransportError} NOT_CONNECTED before the first `send`, `emit` or `connect`
   */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- Nest's base class has it
  unwrap<T = NatsConnection>(): T {
    if (this.#opened) return this.#opened as T
    throw new NestTransportError('NOT_CONNECTED', 'the client has no connection yet', {
      hint: 'call connect() first',
    })
  }

  protected publish(packet: ReadPacket, callback: (packet: WritePacket) => void): () => void {
    const reply = this.#openClient().request(this.normalizePattern(packet.pattern), packet.data)
    void reply.then(
      (response) => callback({ response, isDisposed: true }),
      (error: unknown) => callback({ err: answerOf(error) }),
    )
    // The service may have begun: a command cannot be taken back, and its reply is ignored.
    return () => undefined
  }

  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- Nest's base class has it
  protected async dispatchEvent<T = Published>(packet: ReadPacket): Promise<T> {
    const [kind, pattern] = readPrefix(this.normalizePattern(packet.pattern))
    const published = await this.#openClient()[SENDERS[kind]](pattern, packet.data)
    return published as T
  }

  #openClient(): TransportClient {
    if (this.#client) return this.#client
    throw new TransportError('CLOSED', 'the client is closed', { hint: 'call connect() first' })
  }

  async #release(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    this.#opened = undefined
    await client?.close()
  }
}

/** What `send` fails with: the service's own words where there are any. */
function answerOf(error: unknown): unknown {
  if (!(error instanceof TransportError) || error.code !== 'RPC_FAILED') return error
  // Nest takes an error that is falsy for none.
  return error.payload || error
}

const SENDERS = {
  event: 'publish',
  'broadcast:': 'broadcast',
  'ordered:': 'publishOrdered',
} as const

function readPrefix(pattern: string): readonly [kind: keyof typeof SENDERS, pattern: string] {
  for (const prefix of ['broadcast:', 'ordered:'] as const) {
    if (pattern.startsWith(prefix)) return [prefix, pattern.slice(prefix.length)]
  }
  return ['event', pattern]
}
