import type { NatsConnection } from '@nats-io/nats-core'
import { otelTracer, type Tracer } from '@hopscope/observe'
import { encodeSpan, type Scope, type SpanData } from '@hopscope/observe/otlp'
import {
  appendField,
  samplerFromEnv,
  spanLimitsFromEnv,
  SpanWriter,
  tracerProvider,
  type Sampler,
  type SpanLimits,
  type SpanRecord,
} from '@hopscope/observe/recorder'
import type { Tracer as OtelTracer, TracerOptions, TracerProvider } from '@opentelemetry/api'
import { spansSubject } from '../subjects.ts'
import { BatchCollector, type RecordKind } from './batch-collector.ts'
import {
  checkNumbers,
  resolveOptions,
  type CollectorOptions,
  type CollectorStats,
} from './collector-options.ts'

/** Whose spans a {@link TraceCollector} collects, which of them, and how it publishes them. */
export interface TraceCollectorOptions extends CollectorOptions {
  /**
   * Decides whether a trace is recorded.
   *
   * @default `OTEL_TRACES_SAMPLER`, or what begins here and what was sampled elsewhere
   */
  readonly sampler?: Sampler
  /** How much a span may hold. @default OpenTelemetry's variables, or 128 of everything */
  readonly limits?: Partial<SpanLimits>
  /** Spans that are published at once, without waiting for the interval. @default 512 */
  readonly maxBatchSpans?: number
  /** Spans kept while the stream does not acknowledge; more are dropped and counted. @default 8192 */
  readonly maxQueuedSpans?: number
}

/**
 * Records the spans of a service and stores them in TELEMETRY through a connection the service has.
 *
 * It is a tracer provider of OpenTelemetry's API, without its SDK. A span is encoded as OTLP when it
 * ends; a flush is one message, and is published again until a stream has acknowledged it. Losing
 * telemetry never throws: it is counted and told to `onError`.
 *
 * @example
 * await using collector = new TraceCollector(connection, { service: 'checkout' })
 * instrument(connection, { tracerProvider: collector })
 */
export class TraceCollector implements TracerProvider, AsyncDisposable {
  /** The facade's tracer for the service's own spans. */
  readonly tracer: Tracer
  readonly #spans: BatchCollector<SpanRecord | SpanData>
  readonly #provider: TracerProvider
  readonly #subject: string

  /**
   * @throws {@link TelemetryError} OPTION_INVALID if a number is not above 0 or `service` is empty
   * @throws what nats.js throws if `connection` is closed or draining already
   */
  constructor(connection: NatsConnection, options: TraceCollectorOptions = {}) {
    checkNumbers(options)
    const resolved = resolveOptions(connection, options)
    const { env, service } = resolved
    const { maxBatchSpans = 512, maxQueuedSpans = 8192, sampler = samplerFromEnv(env) } = options
    this.#spans = new BatchCollector(connection, spanKind(), resolved, {
      maxBatchRecords: maxBatchSpans,
      maxQueuedRecords: maxQueuedSpans,
    })
    this.#subject = spansSubject(service)
    const limits = { ...spanLimitsFromEnv(env), ...options.limits }
    const onEnd = (span: SpanRecord, scope: Scope): void => {
      this.#spans.add(this.#subject, scope, span)
    }
    this.#provider = tracerProvider(onEnd, { sampler, limits })
    this.tracer = otelTracer(this.getTracer(service))
  }

  /** The collector itself, where a tracer provider is asked for by that name. */
  get tracerProvider(): TracerProvider {
    return this
  }

  /** What became of the spans so far; what is in neither of `stored` and `dropped` is on its way. */
  get stats(): CollectorStats {
    return this.#spans.stats
  }

  /** A tracer of OpenTelemetry's API; the same one for the same name and version. */
  getTracer(name: string, version?: string, options?: TracerOptions): OtelTracer {
    return this.#provider.getTracer(name, version, options)
  }

  /** Takes a span that was recorded elsewhere. `scope` is to be the same object for all spans of a tracer. */
  record(span: SpanData, scope: Scope): void {
    this.#spans.add(this.#subject, scope, span)
  }

  /** Publishes what has ended; resolves when all of it is stored, or dropped and told of. */
  flush(): Promise<void> {
    return this.#spans.flush()
  }

  /**
   * Flushes and takes no more spans; what is not acknowledged within `closeTimeoutMs` is dropped. The
   * connection stays open; drain or close it afterwards, since no acknowledgement reaches one that
   * drains.
   */
  close(): Promise<void> {
    return this.#spans.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

function spanKind(): RecordKind<SpanRecord | SpanData> {
  const writer = new SpanWriter()
  return {
    noun: 'spans',
    dropped: 'SPANS_DROPPED',
    describe: (span) => `span ${span.name}`,
    write: (buffer, span) => {
      if ('trace' in span) writer.write(buffer, span)
      else appendField(buffer, 0x12, encodeSpan(span))
    },
  }
}
