import type { JetStreamManager, StreamInfo } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { Backend } from '../otlp-http/index.ts'
import { ConnectionWatch } from '../publish/connection-watch.ts'
import { isDoneWithin } from '../publish/is-done-within.ts'
import { TelemetryError } from '../telemetry-error.ts'
import type { Bridge } from './bridge.ts'
import type { ResolvedConfig } from './bridge-config.ts'
import type { BridgeEvent } from './bridge-event.ts'
import type { BridgeFigures, SignalState, StreamFigures } from './bridge-figures.ts'
import { DeadLetterStore } from './dead-letter-store.ts'
import { HealthServer } from './health-server.ts'
import { Lane } from './lane.ts'

/** The lanes of a bridge, and what they share. */
export class RunningBridge implements Bridge {
  readonly #connection: NatsConnection
  readonly #manager: JetStreamManager
  readonly #config: ResolvedConfig
  readonly #backend: Backend
  readonly #watch: ConnectionWatch
  readonly #lanes: readonly Lane[]
  readonly #startedAt = new Date()
  readonly #end = Promise.withResolvers<void>()
  /** Resolves when what is in hand is not to be waited for any more. */
  readonly #timeIsUp = Promise.withResolvers<boolean>()
  #looks: ReturnType<typeof setInterval> | undefined
  #http: HealthServer | undefined
  #stream: StreamFigures | undefined
  #isLooking = false
  #hasStream = true
  #stopping: Promise<void> | undefined

  static async start(
    connection: NatsConnection,
    manager: JetStreamManager,
    config: ResolvedConfig,
  ): Promise<RunningBridge> {
    const bridge = new RunningBridge(connection, manager, config)
    try {
      if (config.http) bridge.#http = await HealthServer.start(config.http, bridge)
    } catch (error) {
      await bridge.stop({ timeoutMs: 0 })
      throw error
    }
    await bridge.#look()
    bridge.#looks = setInterval(() => bridge.#tick(), config.statsIntervalMs)
    for (const lane of bridge.#lanes) void lane.start()
    return bridge
  }

  private constructor(
    connection: NatsConnection,
    manager: JetStreamManager,
    config: ResolvedConfig,
  ) {
    this.#connection = connection
    this.#manager = manager
    this.#config = config
    this.#backend = new Backend(config.backend)
    this.#watch = new ConnectionWatch(connection, {
      onDown: () => {},
      onUp: () => {
        for (const lane of this.#lanes) lane.reconnected()
        void this.#look()
      },
      onClose: () => this.#connectionClosed(),
    })
    const context = {
      connection,
      manager,
      config,
      backend: this.#backend,
      deadLetters: new DeadLetterStore(connection, config),
      isUp: () => this.#watch.isUp,
      hasStream: () => this.#hasStream,
      tell: (event: BridgeEvent) => this.#tell(event),
    }
    this.#lanes = [...new Set(config.signals)].map((signal) => new Lane(context, signal))
    // Who does not wait for the end is not to be ended by it.
    this.#end.promise.catch(() => {})
  }

  get stopped(): Promise<void> {
    return this.#end.promise
  }

  get httpUrl(): string | undefined {
    return this.#http?.url
  }

  get state(): SignalState {
    const states = new Set(this.#lanes.map(({ state }) => state))
    return SEVEREST_FIRST.find((state) => states.has(state)) ?? 'stopped'
  }

  figures(): BridgeFigures {
    return {
      state: this.state,
      startedAt: this.#startedAt,
      signals: Object.fromEntries(this.#lanes.map((lane) => [lane.signal, lane.figures()])),
      stream: this.#stream,
    }
  }

  stop({ timeoutMs = 10_000 }: { readonly timeoutMs?: number } = {}): Promise<void> {
    const stopping = (this.#stopping ??= this.#stop().then(this.#end.resolve, this.#end.reject))
    this.#endWithin(timeoutMs, stopping)
    return stopping
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop()
  }

  async #stop(): Promise<void> {
    clearInterval(this.#looks)
    const finished = Promise.all(this.#lanes.map((lane) => lane.finish()))
    await Promise.race([finished, this.#timeIsUp.promise])
    for (const lane of this.#lanes) lane.abandon()
    this.#watch.close()
    await Promise.all([this.#backend.close(), this.#http?.close()])
    // What was told to the consumers last is on its way; a server that is away cannot be waited for.
    if (this.#watch.isUp && !this.#connection.isClosed()) {
      await isDoneWithin(
        FLUSH_TIMEOUT_MS,
        this.#connection.flush().catch(() => {}),
      )
    }
  }

  #endWithin(timeoutMs: number, stopping: Promise<void>): void {
    void isDoneWithin(timeoutMs, stopping).then(this.#timeIsUp.resolve)
  }

  #connectionClosed(): void {
    if (this.#stopping) return
    const message = 'the connection was closed while the bridge was running'
    const hint = 'stop the bridge before the connection, and see why the connection was given up'
    const error = new TelemetryError('CONNECTION_CLOSED', message, { hint })
    this.#stopping = this.#stop().then(
      () => this.#end.reject(error),
      () => this.#end.reject(error),
    )
    this.#endWithin(0, this.#stopping)
  }

  #tick(): void {
    for (const lane of this.#lanes) lane.measure()
    void this.#look()
  }

  // Without an answer the figures stay those of the last look.
  async #look(): Promise<void> {
    if (this.#isLooking || !this.#watch.isUp) return
    this.#isLooking = true
    const stream = await this.#manager.streams.info(this.#config.stream).catch(() => undefined)
    this.#hasStream = stream !== undefined
    if (stream) {
      this.#stream = toFigures(stream)
      // Why a consumer does not answer is told by its lane.
      await Promise.all(this.#lanes.map((lane) => lane.look(stream))).catch(() => {})
    }
    this.#isLooking = false
  }

  #tell(event: BridgeEvent): void {
    try {
      this.#config.onEvent(event)
    } catch {
      // An observer that fails must not stop the bridge.
    }
  }
}

const FLUSH_TIMEOUT_MS = 1_000

const SEVEREST_FIRST: readonly SignalState[] = [
  'stopping',
  'detached',
  'out',
  'starting',
  'sending',
  'absent',
  'stopped',
]

function toFigures({ state, config }: StreamInfo): StreamFigures {
  return {
    messages: state.messages,
    bytes: state.bytes,
    bytesLeft: config.max_bytes > 0 ? Math.max(0, config.max_bytes - state.bytes) : undefined,
    maxAgeMs: config.max_age > 0 ? config.max_age / 1e6 : undefined,
  }
}
