import type { NatsConnection } from '@nats-io/nats-core'
import type { ByteBuffer, RecordedScope } from '@hopscope/observe/recorder'
import { AckedPublisher } from '../publish/acked-publisher.ts'
import { isDoneWithin, timerMs } from '../publish/is-done-within.ts'
import { TelemetryError } from '../telemetry-error.ts'
import type { CollectorStats, ResolvedOptions } from './collector-options.ts'
import { compress } from './compress.ts'
import { RecordBatch } from './record-batch.ts'
import type { BatchSettings } from './settings-from-env.ts'

/** What kind of records a {@link BatchCollector} takes. */
export interface RecordKind<T> {
  /** For errors: `spans`. */
  readonly noun: string
  /** The code of the error that tells of lost ones. */
  readonly dropped: 'SPANS_DROPPED' | 'LOGS_DROPPED' | 'METRICS_DROPPED'
  /** What an error calls one of them, such as `span work`. */
  readonly describe: (record: T) => string
  /** Writes one as the field 2 that it is in OTLP's `ScopeSpans`, `ScopeLogs` and `ScopeMetrics`. */
  readonly write: (buffer: ByteBuffer, record: T) => void
}

/**
 * Takes records, publishes them in batches, and counts what becomes of them.
 *
 * Nothing of it throws into the application that makes the records.
 */
export class BatchCollector<T> {
  readonly #kind: RecordKind<T>
  readonly #options: ResolvedOptions
  readonly #settings: BatchSettings
  readonly #publisher: AckedPublisher
  readonly #batches = new Map<string, RecordBatch>()
  readonly #spare: RecordBatch[] = []
  readonly #pending = new Set<Promise<void>>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #closed: Promise<void> | undefined
  #recorded = 0
  #stored = 0
  #dropped = 0
  #waiting = 0
  #queued = 0
  #queuedBytes = 0
  #isTelling = false

  /** @throws what nats.js throws if `connection` is closed or draining already */
  constructor(
    connection: NatsConnection,
    kind: RecordKind<T>,
    options: ResolvedOptions,
    settings: BatchSettings,
  ) {
    this.#kind = kind
    this.#options = options
    this.#settings = settings
    this.#publisher = new AckedPublisher(connection, options)
  }

  get stats(): CollectorStats {
    return { recorded: this.#recorded, stored: this.#stored, dropped: this.#dropped }
  }

  /** Takes a record, to be published to a subject. `scope` is to be the same object each time. */
  add(subject: string, scope: RecordedScope, record: T): void {
    if (this.#options.isDisabled) return
    this.#recorded++
    if (this.#closed) {
      const message = `${this.#kind.describe(record)} came after close`
      const hint = 'close the collector after the work is done'
      this.#drop(1, new TelemetryError('COLLECTOR_CLOSED', message, { hint }))
    } else if (this.#hasRoom()) {
      this.#write(subject, scope, record)
    }
  }

  /** Publishes what there is; resolves when all of it is stored, or dropped and told of, or the time is over. */
  async flush(): Promise<void> {
    this.#publishAll()
    await isDoneWithin(this.#settings.flushTimeoutMs, this.#settled())
  }

  /** Flushes, takes no more records, and drops what is not acknowledged in time. */
  close(): Promise<void> {
    return (this.#closed ??= this.#close())
  }

  async #close(): Promise<void> {
    const { closeTimeoutMs } = this.#options
    this.#publishAll()
    if (!(await isDoneWithin(closeTimeoutMs, this.#settled()))) {
      this.#publisher.abandon(`no acknowledgement within ${closeTimeoutMs} ms of closing`)
      await this.#settled()
    }
    this.#publisher.close()
  }

  #settled(): Promise<unknown> {
    return Promise.all(this.#pending)
  }

  #hasRoom(): boolean {
    const { noun, dropped } = this.#kind
    if (this.#queued >= this.#settings.maxQueuedRecords) {
      const reason = `${this.#queued} ${noun} wait for the stream already`
      this.#drop(1, new TelemetryError(dropped, reason, { hint: QUEUE_HINT }))
      return false
    }
    if (this.#queuedBytes >= this.#options.maxQueuedBytes) {
      const reason = `${this.#queuedBytes} bytes of ${noun} wait for the stream already`
      this.#drop(1, new TelemetryError(dropped, reason, { hint: QUEUE_HINT }))
      return false
    }
    return true
  }

  #write(subject: string, scope: RecordedScope, record: T): void {
    let batch = this.#batchOf(subject)
    const buffer = batch.bufferOf(scope)
    const start = buffer.at
    if (!this.#encode(buffer, record)) return

    const length = buffer.at - start
    const { maxBatchBytes } = this.#options
    if (length > maxBatchBytes) {
      buffer.at = start
      const { describe, dropped } = this.#kind
      const reason = `${describe(record)} has ${length} bytes, ${maxBatchBytes} fit`
      const hint =
        'record less in it, or raise max_payload of the server: half of it is for a batch'
      this.#drop(1, new TelemetryError(dropped, reason, { hint }))
      return
    }
    if (batch.bytes + length > maxBatchBytes) {
      // It is written again into the next batch, which costs less than to measure every record first.
      buffer.at = start
      this.#publish(subject, batch)
      batch = this.#batchOf(subject)
      this.#encode(batch.bufferOf(scope), record)
    }
    batch.added(length)
    this.#waiting++
    this.#queued++
    this.#queuedBytes += length
    const { maxBatchRecords, maxQueuedRecords, flushIntervalMs } = this.#settings
    if (this.#waiting >= Math.min(maxBatchRecords, maxQueuedRecords)) this.#publishAll()
    else this.#timer ??= setTimeout(() => this.#publishAll(), timerMs(flushIntervalMs))
  }

  // What is recorded is whatever an application passed, and its `end` must not throw for it.
  #encode(buffer: ByteBuffer, record: T): boolean {
    const start = buffer.at
    try {
      this.#kind.write(buffer, record)
      return true
    } catch (error) {
      buffer.at = start
      const reason = `${this.#kind.describe(record)} cannot be encoded`
      const hint = 'see what was recorded in it; the cause says what it threw when it was read'
      this.#drop(1, new TelemetryError(this.#kind.dropped, reason, { hint, cause: error }))
      return false
    }
  }

  #batchOf(subject: string): RecordBatch {
    let batch = this.#batches.get(subject)
    if (!batch) {
      batch = this.#spare.pop() ?? new RecordBatch()
      this.#batches.set(subject, batch)
    }
    return batch
  }

  #publishAll(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    for (const [subject, batch] of this.#batches) this.#publish(subject, batch)
  }

  #publish(subject: string, batch: RecordBatch): void {
    // A trace that is over has its subject no more; its buffers serve another.
    this.#batches.delete(subject)
    if (this.#spare.length < MAX_SPARE) this.#spare.push(batch)
    const { size, bytes } = batch
    if (size === 0) return

    this.#waiting -= size
    const published = this.#send(subject, batch.take(this.#options.encodedResource)).then(
      () => {
        this.#stored += size
      },
      (error: unknown) => this.#lose(size, error),
    )
    const settled = published.then(() => {
      this.#queued -= size
      this.#queuedBytes -= bytes
      this.#pending.delete(settled)
    })
    this.#pending.add(settled)
  }

  async #send(subject: string, request: Uint8Array): Promise<void> {
    const isGzip = this.#options.compression === 'gzip'
    await this.#publisher.publish({
      subject,
      body: isGzip ? await compress(request) : request,
      contentType: 'application/x-protobuf',
      contentEncoding: isGzip ? 'gzip' : undefined,
    })
  }

  #lose(size: number, error: unknown): void {
    const { noun, dropped } = this.#kind
    const reason = error instanceof Error ? error.message : String(error)
    const hint = 'is there a stream that stores telemetry.>, and may the service publish to it?'
    const message = `${size} ${noun} were not stored: ${reason}`
    this.#drop(size, new TelemetryError(dropped, message, { hint, cause: error }))
  }

  #drop(count: number, error: TelemetryError): void {
    this.#dropped += count
    // Who logs what is lost to the collector that loses it would be told of that, and so on.
    if (this.#isTelling) return
    this.#isTelling = true
    try {
      this.#options.onError(error)
    } catch {
      // An observer that fails must not break what it observes.
    } finally {
      this.#isTelling = false
    }
  }
}

const QUEUE_HINT = 'see why the stream acknowledges too little, or let more wait'

/** Batches that are kept for the next records, with their buffers: of all levels of log records. */
const MAX_SPARE = 8
