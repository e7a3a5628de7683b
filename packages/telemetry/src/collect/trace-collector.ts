import type { NatsConnection } from '@nats-io/nats-core'
import { otelTracer, type Tracer } from '@hopscope/observe'
import { encodeSpan, type SpanData } from '@hopscope/observe/otlp'
import {
  appendField,
  samplerFromEnv,
  spanLimitsFromEnv,
  SpanWriter,
  tracerProvider,
  type RecordedScope,
  type Sampler,
  type SpanLimits,
  type SpanRecord,
} from '@hopscope/observe/recorder'
import type { Tracer as OtelTracer, TracerOptions, TracerProvider } from '@opentelemetry/api'
import { BatchCollector, type RecordKind } from './batch-collector.ts'
import { checkLimits } from './check-limits.ts'
import { resolveOptions, type CollectorOptions, type CollectorStats } from './collector-options.ts'
import { DISABLED_PROVIDERS } from './disabled-providers.ts'
import { batchSettingsFromEnv } from './settings-from-env.ts'
import { isRecord, spanSubjects, type CollectedSpan, type SpanLayout } from './span-layout.ts'

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
  /**
   * How the spans of a flush are put into messages. `batch` is one message, which costs servers and
   * readers least. `trace` is a message for each trace, and `run` one for each run, as DagNats has it:
   * the subject ends with the id of the trace, or with the attribute `dagnats.run.id` or `run_id`, so
   * that one of them can be read by a filter.
   *
   * @default 'batch'
   */
  readonly layout?: SpanLayout
  /**
   * Spans that are published at once, without waiting for the interval.
   *
   * @default `OTEL_BSP_MAX_EXPORT_BATCH_SIZE`, or 512
   */
  readonly maxBatchSpans?: number
  /**
   * Spans kept while the stream does not acknowledge; more are dropped and counted.
   *
   * @default `OTEL_BSP_MAX_QUEUE_SIZE`, or 8192
   */
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
  readonly #spans: BatchCollector<CollectedSpan>
  readonly #provider: TracerProvider
  readonly #subjectOf: (span: CollectedSpan) => string

  /**
   * @throws {@link TelemetryError} OPTION_INVALID if an option is not what it may be
   * @throws what nats.js throws if `connection` is closed or draining already
   */
  constructor(connection: NatsConnection, options: TraceCollectorOptions = {}) {
    checkLimits(options.limits)
    const resolved = resolveOptions(connection, options)
    const { env, service, isDisabled } = resolved
    this.#subjectOf = spanSubjects(service, options.layout ?? 'batch')
    const settings = batchSettingsFromEnv(env, 'OTEL_BSP')
    this.#spans = new BatchCollector(connection, spanKind(), resolved, {
      flushIntervalMs: options.flushIntervalMs ?? settings.flushIntervalMs,
      flushTimeoutMs: options.flushTimeoutMs ?? settings.flushTimeoutMs,
      maxBatchRecords: options.maxBatchSpans ?? settings.maxBatchRecords,
      maxQueuedRecords: options.maxQueuedSpans ?? settings.maxQueuedRecords,
    })
    const onEnd = (span: SpanRecord, scope: RecordedScope): void => this.#add(span, scope)
    const { sampler = samplerFromEnv(env) } = options
    const limits = { ...spanLimitsFromEnv(env), ...options.limits }
    this.#provider = isDisabled
      ? DISABLED_PROVIDERS.tracerProvider
      : tracerProvider(onEnd, { sampler, limits })
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

  /** A tracer of OpenTelemetry's API; the same one for the same name, version and schema URL. */
  getTracer(name: string, version?: string, options?: TracerOptions): OtelTracer {
    return this.#provider.getTracer(name, version, options)
  }

  /** Takes a span that was recorded elsewhere. `scope` is to be the same object for all spans of a tracer. */
  record(span: SpanData, scope: RecordedScope): void {
    this.#add(span, scope)
  }

  /**
   * Publishes what has ended; resolves when all of it is stored, or dropped and told of, and at the
   * latest after `flushTimeoutMs`. What is not acknowledged by then is published all the same, when
   * the connection is back.
   */
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

  #add(span: CollectedSpan, scope: RecordedScope): void {
    this.#spans.add(this.#subjectOf(span), scope, span)
  }
}

function spanKind(): RecordKind<CollectedSpan> {
  const writer = new SpanWriter()
  return {
    noun: 'spans',
    dropped: 'SPANS_DROPPED',
    describe: (span) => `span ${span.name}`,
    write: (buffer, span) => {
      if (isRecord(span)) writer.write(buffer, span)
      else appendField(buffer, 0x12, encodeSpan(span))
    },
  }
}
