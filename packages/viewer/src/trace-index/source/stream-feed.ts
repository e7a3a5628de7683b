import {
  DeliverPolicy,
  jetstream,
  jetstreamManager,
  type Consumer,
  type ConsumerConfig,
  type JsMsg,
  type StreamInfo,
} from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/nats-core'
import { ViewerError } from '../../viewer-error.ts'
import type { StreamCursor } from '../store/counters.ts'
import type { IndexSource } from '../trace-index.ts'
import { packRecords, type PackedRecords, type UnpackedRecord } from '../worker/packed-records.ts'
import type { AttachedStream, KnownStream } from '../worker/protocol.ts'
import { RecordBatcher } from './record-batcher.ts'
import { streamProblem } from './stream-problem.ts'
import { Wait } from './wait.ts'

/** What a {@link StreamFeed} reads. */
export interface FeedOptions {
  readonly stream: string
  /** Messages that were stored before are passed over, while the index has read none. @default all are read */
  readonly since?: Date | undefined
}

/** What a {@link StreamFeed} feeds. */
export interface FeedTarget {
  /** Tells which stream is about to be read; where the index is in it. */
  attach(stream: AttachedStream): Promise<StreamCursor>
  /** Takes messages, and resolves when they are in the index. */
  take(packed: PackedRecords): Promise<void>
}

/**
 * Reads a stream into an index, from where the index is, and goes on with what comes.
 *
 * It leaves nothing behind on the server: its consumer is ordered. What goes wrong is tried again, until it is closed.
 */
export class StreamFeed {
  readonly #connection: NatsConnection
  readonly #stream: string
  readonly #target: FeedTarget
  readonly #since: Date | undefined
  readonly #wait = new Wait()
  #source: IndexSource
  #known: Omit<KnownStream, 'stream'> = { pending: 0, isReadToEnd: false, firstSequence: 0 }
  #batcher: RecordBatcher | undefined
  #stop = new AbortController()
  #reading: Promise<void> | undefined
  #attached: PromiseWithResolvers<void> = Promise.withResolvers()
  #isClosed = false

  constructor(connection: NatsConnection, { stream, since }: FeedOptions, target: FeedTarget) {
    this.#connection = connection
    this.#stream = stream
    this.#since = since
    this.#target = target
    this.#source = { state: 'missing', stream, hint: `Stream ${stream} is about to be read.` }
  }

  /** Whether the stream is read, and if not, why. */
  get source(): IndexSource {
    return this.#source
  }

  /** What is known of the stream, without what is in the index. */
  get known(): KnownStream {
    const waiting = this.#batcher?.waiting ?? 0
    const { pending, isReadToEnd, firstSequence } = this.#known
    return { stream: this.#stream, pending: pending + waiting, isReadToEnd, firstSequence }
  }

  /** Begins to read; resolves when it has, or when it is known that it cannot for now. */
  start(): Promise<void> {
    this.#reading ??= this.#run()
    return this.#attached.promise
  }

  /** Begins anew from where the index is now. */
  restart(): void {
    this.#stopReading()
    this.#wait.end()
  }

  /** Ends reading, and waits until no more messages are handed over. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.restart()
    await this.#reading
  }

  async #run(): Promise<void> {
    while (!this.#isClosed && !this.#connection.isClosed()) {
      try {
        await this.#read()
      } catch (error) {
        // What the index fails with is told to those who ask it.
        const isOfStream = !this.#isClosed && !(error instanceof ViewerError)
        if (isOfStream) this.#source = streamProblem(this.#stream, error)
      }
      this.#stopReading()
      this.#settleAttached()
      if (!this.#isClosed) await this.#wait.for(RETRY_MS)
    }
    this.#settleAttached()
  }

  async #read(): Promise<void> {
    const stop = new AbortController()
    this.#stop = stop
    const manager = await jetstreamManager(this.#connection, { checkAPI: false })
    const info = await manager.streams.info(this.#stream)
    const { created, state } = info
    const attached = { stream: this.#stream, created, lastSequence: state.last_seq }
    const cursor = await this.#target.attach(attached)
    const consumer = await this.#consumerAfter(cursor.lastSequence)
    const watch = setInterval(() => {
      manager.streams.info(this.#stream).then(
        (now) => this.#compare(info, now),
        // Gone, or not to be asked: what reads finds out.
        () => {},
      )
    }, WATCH_MS)
    try {
      const { num_pending: pending } = await consumer.info(true)
      // What was told to begin anew meanwhile has not read to any end.
      if (stop.signal.aborted) return
      this.#known = { pending, isReadToEnd: true, firstSequence: state.first_seq }
      this.#source = { state: 'reading', stream: this.#stream }
      this.#settleAttached()
      await this.#readFrom(consumer, stop.signal)
    } finally {
      clearInterval(watch)
      // The server would keep it for another five minutes, and does if it is away now.
      consumer.delete().catch(() => {})
    }
  }

  #consumerAfter(lastSequence: number): Promise<Consumer> {
    return jetstream(this.#connection).consumers.get(this.#stream, {
      filter_subjects: SUBJECTS,
      ...this.#startAfter(lastSequence),
    })
  }

  #startAfter(lastSequence: number): Partial<ConsumerConfig> {
    if (lastSequence === 0 && this.#since !== undefined) {
      const opt_start_time = this.#since.toISOString()
      return { deliver_policy: DeliverPolicy.StartTime, opt_start_time }
    }
    return { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: lastSequence + 1 }
  }

  async #readFrom(consumer: Consumer, stop: AbortSignal): Promise<void> {
    const batcher = new RecordBatcher((records) => this.#take(records))
    this.#batcher = batcher
    try {
      while (!stop.aborted && !this.#isClosed) {
        const messages = await consumer.fetch({
          max_messages: batcher.fetchSize,
          expires: EXPIRES_MS,
        })
        const end = (): void => messages.stop()
        if (stop.aborted) end()
        stop.addEventListener('abort', end, { once: true })
        for await (const message of messages) {
          if (stop.aborted) break
          this.#known = { ...this.#known, pending: message.info.pending }
          await batcher.add(toRecord(message))
        }
        stop.removeEventListener('abort', end)
      }
    } finally {
      await batcher.close()
      this.#batcher = undefined
    }
  }

  // What was lost is read again at once: there may be no next message to find it out by.
  async #take(records: readonly UnpackedRecord[]): Promise<void> {
    try {
      await this.#target.take(packRecords(records))
    } catch (error) {
      this.#stopReading()
      throw error
    }
  }

  #stopReading(): void {
    this.#known = { ...this.#known, isReadToEnd: false }
    this.#stop.abort()
  }

  // A stream that was deleted and made again is read by a consumer that is gone; nobody may have told it.
  #compare(before: StreamInfo, now: StreamInfo): void {
    this.#known = { ...this.#known, firstSequence: now.state.first_seq }
    if (now.created !== before.created) this.#stopReading()
  }

  #settleAttached(): void {
    this.#attached.resolve()
    this.#attached = Promise.withResolvers()
  }
}

const SUBJECTS = [
  'telemetry.spans.>',
  'telemetry.hops',
  'telemetry.hops.>',
  'telemetry.logs.>',
  'telemetry.metrics.>',
]

const EXPIRES_MS = 5_000
const RETRY_MS = 1_000
const WATCH_MS = 1_000

function toRecord(message: JsMsg) {
  const { subject, data, headers, seq, info } = message
  const touchedMs = info.timestampNanos / 1e6
  return { subject, data, headers, sequence: seq, touchedMs }
}
