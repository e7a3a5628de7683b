import type { NatsConnection } from '@nats-io/nats-core'
import { otelTracer, type Tracer } from '@hopscope/observe'
import { encodeSpan, type AttributeMap, type Scope, type SpanData } from '@hopscope/observe/otlp'
import { recordingTracerProvider, type SpanSink } from '@hopscope/observe/recorder'
import type { TracerProvider } from '@opentelemetry/api'
import { spansSubject } from '../subjects.ts'
import { TelemetryError } from '../telemetry-error.ts'
import { AckedPublisher } from './acked-publisher.ts'
import { SpanBatch } from './span-batch.ts'

/** Whose spans a {@link TraceCollector} collects, and how it publishes them. */
export interface TraceCollectorOptions {
  /** The `service.name` of the spans. */
  readonly service: string
  /** More attributes of the service, such as `service.version`. @default none */
  readonly resource?: AttributeMap
  /** Longest time that an ended span waits for company, in milliseconds. @default 500 */
  readonly flushIntervalMs?: number
  /** Spans that are published at once, without waiting for the interval. @default 512 */
  readonly maxBatchSpans?: number
  /** Spans kept while the stream does not acknowledge; more are dropped and counted. @default 8192 */
  readonly maxQueuedSpans?: number
  /**
   * Time for an acknowledgement, in milliseconds; then the batch is published again. Within the
   * stream's duplicate window, a batch whose acknowledgement was lost is not stored twice.
   *
   * @default 2_000
   */
  readonly ackTimeoutMs?: number
  /** Publishes of one batch before it is dropped and counted. @default 5 */
  readonly maxAttempts?: number
  /** Told of dropped spans and why; what it throws is ignored. @default nobody is told */
  readonly onError?: (error: TelemetryError) => void
}

const DEFAULTS: Omit<Required<TraceCollectorOptions>, 'service'> = {
  resource: {},
  flushIntervalMs: 500,
  maxBatchSpans: 512,
  maxQueuedSpans: 8192,
  ackTimeoutMs: 2_000,
  maxAttempts: 5,
  onError: () => {},
}

/** What became of a collector's spans. */
export interface CollectorStats {
  /** Spans that ended. */
  readonly recorded: number
  /** Spans that a stream has stored. */
  readonly stored: number
  /** Spans that are lost: too many waited, one was too large, or no stream acknowledged. */
  readonly dropped: number
}

/**
 * Records the spans of a service and stores them in TELEMETRY through a connection the service has.
 *
 * A span is encoded as OTLP when it ends; a flush is one message, and is published again until a
 * stream has acknowledged it. Losing telemetry never throws: it is counted and told to `onError`.
 *
 * @example
 * await using collector = new TraceCollector(connection, { service: 'checkout' })
 * instrument(connection, { tracerProvider: collector.tracerProvider })
 */
export class TraceCollector implements SpanSink, AsyncDisposable {
  /** For {@link instrument}, or for `trace.setGlobalTracerProvider`. */
  readonly tracerProvider: TracerProvider
  /** The facade's tracer for the service's own spans. */
  readonly tracer: Tracer
  readonly #options: Required<TraceCollectorOptions>
  readonly #publisher: AckedPublisher
  readonly #maxBatchBytes: number
  readonly #pending = new Set<Promise<void>>()
  #batch: SpanBatch
  #timer: ReturnType<typeof setTimeout> | undefined
  #closed: Promise<void> | undefined
  #recorded = 0
  #stored = 0
  #dropped = 0
  #queued = 0

  /**
   * @throws {@link TelemetryError} OPTION_INVALID if a number is not above 0 or `service` is empty
   * @throws what nats.js throws if `connection` is closed or draining already
   */
  constructor(connection: NatsConnection, options: TraceCollectorOptions) {
    checkOptions(options)
    this.#options = { ...DEFAULTS, ...options }
    this.#publisher = new AckedPublisher(connection, spansSubject(options.service), this.#options)
    // Half of what a message may hold leaves room for its headers and for the frames of a request.
    this.#maxBatchBytes = (connection.info?.max_payload ?? 1024 ** 2) / 2
    this.#batch = this.#newBatch()
    this.tracerProvider = recordingTracerProvider(this)
    this.tracer = otelTracer(this.tracerProvider.getTracer(options.service))
  }

  /** What became of the spans so far; what is in neither of `stored` and `dropped` is on its way. */
  get stats(): CollectorStats {
    return { recorded: this.#recorded, stored: this.#stored, dropped: this.#dropped }
  }

  /** Takes an ended span; tracers of {@link tracerProvider} call it. */
  record(span: SpanData, scope: Scope): void {
    this.#recorded++
    if (this.#closed) {
      this.#drop(1, new TelemetryError('COLLECTOR_CLOSED', `span ${span.name} ended after close`))
      return
    }
    if (this.#queued >= this.#options.maxQueuedSpans) {
      const reason = `${this.#queued} spans wait for the stream already`
      this.#drop(1, new TelemetryError('SPANS_DROPPED', reason))
      return
    }
    const bytes = this.#encode(span)
    if (!bytes) return
    if (bytes.length > this.#maxBatchBytes) {
      const reason = `span ${span.name} has ${bytes.length} bytes, ${this.#maxBatchBytes} fit`
      this.#drop(1, new TelemetryError('SPANS_DROPPED', reason))
      return
    }
    if (this.#batch.bytes + bytes.length > this.#maxBatchBytes) this.#publishBatch()
    this.#queued++
    this.#batch.add(scope, bytes)
    if (this.#batch.size >= this.#options.maxBatchSpans) this.#publishBatch()
    else this.#timer ??= this.#startTimer()
  }

  /** Publishes what has ended; resolves when all of it is stored, or dropped and told of. */
  async flush(): Promise<void> {
    this.#publishBatch()
    await Promise.all(this.#pending)
  }

  /**
   * Flushes and takes no more spans. The connection stays open; drain or close it afterwards, since
   * no acknowledgement reaches one that drains.
   */
  close(): Promise<void> {
    return (this.#closed ??= this.flush().then(() => this.#publisher.close()))
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  // What is recorded is whatever an application passed, and its `end` must not throw for it.
  #encode(span: SpanData): Uint8Array | undefined {
    try {
      return encodeSpan(span)
    } catch (error) {
      const reason = `span ${span.name} cannot be encoded`
      this.#drop(1, new TelemetryError('SPANS_DROPPED', reason, { cause: error }))
      return undefined
    }
  }

  #startTimer(): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#publishBatch(), this.#options.flushIntervalMs)
  }

  #newBatch(): SpanBatch {
    const { service, resource } = this.#options
    return new SpanBatch({ attributes: { ...resource, 'service.name': service } })
  }

  #publishBatch(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const { size } = this.#batch
    if (size === 0) return

    const body = this.#batch.encode()
    this.#batch = this.#newBatch()
    const published = this.#publisher.publish(body).then(
      () => {
        this.#stored += size
      },
      (error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error)
        const hint = 'is there a stream that stores telemetry.>, and may the service publish to it?'
        const message = `${size} spans were not stored: ${reason}`
        this.#drop(size, new TelemetryError('SPANS_DROPPED', message, { hint, cause: error }))
      },
    )
    const settled = published.then(() => {
      this.#queued -= size
      this.#pending.delete(settled)
    })
    this.#pending.add(settled)
  }

  #drop(count: number, error: TelemetryError): void {
    this.#dropped += count
    try {
      this.#options.onError(error)
    } catch {
      // An observer that fails must not break what it observes.
    }
  }
}

function checkOptions(options: TraceCollectorOptions): void {
  if (options.service === '') {
    throw new TelemetryError('OPTION_INVALID', 'service must be a name, got an empty text')
  }
  for (const name of NUMBERS) {
    const value = options[name]
    if (value !== undefined && !(value > 0)) {
      throw new TelemetryError('OPTION_INVALID', `${name} must be above 0, got ${value}`)
    }
  }
}

const NUMBERS = [
  'flushIntervalMs',
  'maxBatchSpans',
  'maxQueuedSpans',
  'ackTimeoutMs',
  'maxAttempts',
] as const
