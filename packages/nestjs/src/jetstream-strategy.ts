import {
  startService,
  type EventHandler,
  type HandlerContext,
  type Handlers,
  type Health,
  type Service,
} from '@hopscope/nats/transport'
import type { NatsConnection } from '@nats-io/nats-core'
import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices'
import { JetstreamConnection } from './connection/jetstream-connection.ts'
import { StatusFeed, type JetstreamEvents, type JetstreamStatus } from './connection/status-feed.ts'
import { HandlerRegistry, type EventExtras } from './handlers/handler-registry.ts'
import { runCommandHandler, runEventHandlers } from './handlers/run-handlers.ts'
import { watchExceptions } from './handlers/watch-exceptions.ts'
import { JetstreamContext } from './jetstream-context.ts'
import type { JetstreamOptions } from './jetstream-options.ts'
import { logProblem } from './log-problem.ts'
import { NestTransportError } from './nest-transport-error.ts'
import { JETSTREAM_TRANSPORT } from './tokens.ts'

/**
 * Serves the `@EventPattern` and `@MessagePattern` handlers of a Nest application.
 *
 * @example
 * const app = await NestFactory.createMicroservice(AppModule, {
 *   useFactory: (strategy: JetstreamStrategy) => ({ strategy }),
 *   inject: [JetstreamStrategy],
 * })
 * await app.listen()
 */
export class JetstreamStrategy
  extends Server<JetstreamEvents, JetstreamStatus>
  implements CustomTransportStrategy
{
  override transportId: symbol = JETSTREAM_TRANSPORT
  /** A handler's failure is a redelivery or a dead letter, so Nest need not log it. */
  override readonly propagatesEventHandlerErrors = true
  readonly #options: JetstreamOptions
  readonly #connection: JetstreamConnection
  readonly #ownsConnection: boolean
  readonly #registry = new HandlerRegistry()
  readonly #feed = new StatusFeed((status) => this._status$.next(status))
  #opened: NatsConnection | undefined
  #service: Service | undefined
  #isClosed = false

  /**
   * @param connection shared with others, who close it; by default one is made and closed here
   * @throws {@link NestTransportError} OPTION_INVALID if it is not known where NATS is
   */
  constructor(options: JetstreamOptions, connection?: JetstreamConnection) {
    super()
    this.#options = options
    this.#connection = connection ?? new JetstreamConnection(options)
    this.#ownsConnection = connection === undefined
    this.#connection.beforeClose(() => this.#stop())
  }

  /**
   * Nest calls it for each handler; an event with several handlers has them all.
   *
   * @throws {@link NestTransportError} HANDLER_INVALID
   */
  override addHandler(
    pattern: unknown,
    callback: MessageHandler,
    isEventHandler = false,
    extras: EventExtras = {},
  ): void {
    const route = this.normalizePattern(pattern as Parameters<typeof this.normalizePattern>[0])
    this.#registry.add(
      route,
      Object.assign(callback, { isEventHandler, extras }),
      isEventHandler,
      extras,
    )
    this.messageHandlers.set(route, callback)
  }

  /** Nest calls it when the application listens; `callback` is called with what went wrong, or nothing. */
  listen(callback: (error?: unknown) => void): void {
    this.#start().then(() => callback(), callback)
  }

  /** Takes no more messages, and waits until those that are being handled are done. */
  async close(): Promise<void> {
    await (this.#ownsConnection ? this.#connection.close() : this.#stop())
  }

  /** Calls `callback` for what nats.js tells of the connection, such as `reconnect`. */
  on<Event extends keyof JetstreamEvents>(event: Event, callback: JetstreamEvents[Event]): void {
    this.#feed.on(event, callback)
  }

  /**
   * The connection.
   *
   * @throws {@link NestTransportError} NOT_CONNECTED before the application listens
   */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- Nest's base class has it
  unwrap<T = NatsConnection>(): T {
    if (this.#opened) return this.#opened as T
    throw new NestTransportError('NOT_CONNECTED', `${this.#options.name} does not listen yet`, {
      hint: 'call startAllMicroservices() or listen() first',
    })
  }

  /** How streams and consumers fare; undefined before the application listens. */
  async health(): Promise<Health | undefined> {
    return this.#service?.health()
  }

  async #start(): Promise<void> {
    await watchExceptions()
    const connection = await this.#connection.open()
    this.#opened = connection
    this.#service = await startService(connection, {
      onProblem: logProblem,
      ...this.#options,
      events: this.#eventHandlers('event'),
      broadcasts: this.#eventHandlers('broadcast'),
      ordered: this.#eventHandlers('ordered'),
      commands: this.#registry.map(
        'rpc',
        (handlers) => (data, context) =>
          this.#run(context, (nest) => runCommandHandler(handlers, data, nest)),
      ),
    })
    this.#feed.follow(connection)
    // It was closed while the service started.
    if (this.#isClosed) await this.#stop()
  }

  #eventHandlers(kind: 'event' | 'broadcast' | 'ordered'): Handlers<EventHandler> {
    return this.#registry.map(
      kind,
      (handlers) => (data, context) =>
        this.#run(context, (nest) => runEventHandlers(handlers, data, nest)),
    )
  }

  // What Nest's instrumentation hooks in goes around the handlers, and need not wait for them.
  async #run(
    handlerContext: HandlerContext,
    work: (context: JetstreamContext) => Promise<unknown>,
  ): Promise<unknown> {
    const context = new JetstreamContext(handlerContext)
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const done = async (): Promise<void> => {
      await work(context).then(resolve, reject)
      this.#ended(context)
    }
    // The hook may be asynchronous, and fail before it has begun.
    Promise.resolve(this.onProcessingStartHook(this.transportId, context, done)).catch(reject)
    return promise
  }

  #ended(context: JetstreamContext): void {
    try {
      this.onProcessingEndHook?.(this.transportId, context)
    } catch (error) {
      this.logger.error(error)
    }
  }

  async #stop(): Promise<void> {
    const { shutdownTimeoutMs: timeoutMs } = this.#options
    this.#isClosed = true
    await this.#service?.stop(timeoutMs === undefined ? {} : { timeoutMs })
  }
}
