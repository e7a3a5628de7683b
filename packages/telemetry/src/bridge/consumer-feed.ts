import type { StreamInfo } from '@nats-io/jetstream'
import type { Msg } from '@nats-io/nats-core'
import type { Signal } from '../otlp-http/index.ts'
import type { ResolvedConfig } from './bridge-config.ts'
import { ensureConsumer } from './ensure-consumer.ts'
import type { LaneContext } from './lane-context.ts'
import { LagWatch, type Lag } from './lag-watch.ts'
import { problem } from './problem.ts'
import { PullRequests } from './pull-requests.ts'

/** Whom a {@link ConsumerFeed} feeds. */
export interface FeedOptions {
  readonly signal: Signal
  /** How many more messages there is room for, and how many bytes. */
  readonly room: () => { readonly records: number; readonly bytes: number }
  readonly onMessage: (message: Msg) => void
  /** Called when the stream was deleted, and another has its name: sequences mean other records now. */
  readonly onOtherStream: () => void
}

/** The messages of one signal, by a durable consumer that is made anew if somebody deletes it. */
export class ConsumerFeed {
  readonly consumer: string
  readonly #context: LaneContext
  readonly #options: FeedOptions
  readonly #lagWatch: LagWatch
  #pulls: PullRequests | undefined
  #ensured: Promise<void> | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #lag: Lag | undefined
  #streamCreated: string | undefined
  #isReopening = false
  #isGone = false
  #isClosed = false

  constructor(context: LaneContext, options: FeedOptions) {
    this.#context = context
    this.#options = options
    this.#lagWatch = new LagWatch(context.manager)
    this.consumer = `${context.config.durable}-${options.signal}`
  }

  /** How far the consumer was behind at the last look; absent before the first. */
  get lag(): Lag | undefined {
    return this.#lag
  }

  /** Whether the consumer could not be had, or did not answer, and has not been heard of since. */
  get isGone(): boolean {
    return this.#isGone
  }

  /** Has the consumer made, so that what is discarded meanwhile can be counted; never rejects. */
  async prepare(): Promise<void> {
    await this.#ensure().catch(() => {})
  }

  /** Has messages delivered from now on; tries until there is a consumer. */
  async start(): Promise<void> {
    const { connection, config, tell } = this.#context
    const { signal, onMessage } = this.#options
    try {
      await this.#ensure()
      this.#isGone = false
    } catch (cause) {
      this.#isGone = true
      tell(problem(signal, `consumer ${this.consumer} cannot be had`, { hint: HINT, cause }))
      if (!this.#isClosed) this.#retry = setTimeout(() => void this.start(), RETRY_MS)
      return
    }
    if (this.#isClosed) return
    this.#pulls = new PullRequests(connection, {
      subject: nextSubject(config, this.consumer),
      size: config.batchSize,
      maxBytes: this.#requestBytes(),
      room: () => this.#room(),
      onMessage: (message) => {
        this.#isGone = false
        onMessage(message)
      },
      onGone: (reason) => void this.#reopen(reason),
    })
    this.#pulls.ask()
    tell({ kind: 'signal-started', signal, consumer: this.consumer })
  }

  /** Asks for more messages, if there is room for them. */
  ask(): void {
    this.#pulls?.ask()
  }

  /** Asks anew, after the connection was lost. */
  askAnew(): void {
    this.#pulls?.askAnew()
  }

  /** Looks at how far the consumer is behind; rejects if the server does not answer. */
  async look(stream: StreamInfo, redelivered: number): Promise<Lag | undefined> {
    this.#streamCreated ??= stream.created
    const isOther = stream.created !== this.#streamCreated
    if (!this.#ensured || this.#isReopening || isOther) return undefined
    await this.#ensured
    this.#lag = await this.#lagWatch.look(stream, this.consumer, redelivered)
    this.#isGone = false
    return this.#lag
  }

  /** Asks for no more; resolves when all that was delivered came. */
  async close(): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#retry)
    await this.#pulls?.close()
  }

  #requestBytes(): number {
    const { info } = this.#context.connection
    return Math.max(MIN_REQUEST_BYTES, (info?.max_payload ?? 0) + HEADER_BYTES)
  }

  // The first request that is out is filled before the next, so that those that are not are whole.
  #room(): number {
    const { records, bytes } = this.#options.room()
    if (this.#isClosed || records <= 0 || bytes <= 0) return 0
    const requests = Math.max(1, Math.floor(bytes / this.#requestBytes()))
    return Math.min(records, requests * this.#context.config.batchSize)
  }

  #ensure(startSequence?: number): Promise<void> {
    const { manager, config } = this.#context
    const { stream, ackWaitMs, maxAckPending } = config
    const { signal } = this.#options
    const wanted = { stream, name: this.consumer, signal, ackWaitMs, maxAckPending }
    this.#ensured ??= ensureConsumer(manager, { ...wanted, startSequence }).then(
      () => {},
      (error: unknown) => {
        this.#ensured = undefined
        throw error
      },
    )
    return this.#ensured
  }

  async #reopen(reason: string): Promise<void> {
    if (this.#isReopening || this.#isClosed) return
    this.#isReopening = true
    this.#isGone = true
    const { manager, config, tell } = this.#context
    const { signal } = this.#options
    const what = `consumer ${this.consumer} does not answer`
    tell(problem(signal, what, { hint: HINT, cause: reason }))
    try {
      const { created } = await manager.streams.info(config.stream)
      const isSame = created === this.#streamCreated
      if (!isSame) this.#options.onOtherStream()
      this.#streamCreated = created
      this.#ensured = undefined
      await this.#ensure(isSame && this.#lag ? this.#lag.ackFloor + 1 : undefined)
      this.#isGone = false
      this.#pulls?.askAnew()
    } catch (cause) {
      // Requests for messages are made again, and if nobody answers them we are here again.
      tell(problem(signal, `consumer ${this.consumer} cannot be had`, { hint: HINT, cause }))
    } finally {
      this.#isReopening = false
    }
  }
}

const RETRY_MS = 1_000
const MIN_REQUEST_BYTES = 2 * 1024 ** 2
/** Room for subjects, which are not a part of the payload. */
const HEADER_BYTES = 64 * 1024
const HINT = 'it is tried again; see whether the stream is there, and has a leader'

function nextSubject({ domain, stream }: ResolvedConfig, consumer: string): string {
  const prefix = domain === undefined ? '$JS.API' : `$JS.${domain}.API`
  return `${prefix}.CONSUMER.MSG.NEXT.${stream}.${consumer}`
}
