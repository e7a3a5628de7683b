import type { NatsConnection } from '@nats-io/nats-core'
import { encodeSource, type AttributeMap } from '@hopscope/observe/otlp'
import { isSdkDisabled, type Environment } from '@hopscope/observe/recorder'
import { detectResource } from '../resource/detect-resource.ts'
import { TelemetryError } from '../telemetry-error.ts'
import { checkChoice } from './check-choice.ts'

/** Whose telemetry a collector collects, and how it is published. */
export interface CollectorOptions {
  /**
   * The `service.name`, which is also in the subject.
   *
   * @default `OTEL_SERVICE_NAME`, or the one in `OTEL_RESOURCE_ATTRIBUTES`
   */
  readonly service?: string
  /**
   * More attributes of the service, such as `service.version`; they come before those of the
   * environment and those that are found out about the process and its machine.
   *
   * @default none
   */
  readonly resource?: AttributeMap
  /**
   * Longest time that a record waits for company, in milliseconds.
   *
   * @default `OTEL_BSP_SCHEDULE_DELAY` for spans, `OTEL_BLRP_SCHEDULE_DELAY` for log records, or 500
   */
  readonly flushIntervalMs?: number
  /**
   * Longest time that `flush` waits for acknowledgements, in milliseconds. What is not acknowledged by
   * then is not lost: it goes on being published.
   *
   * @default `OTEL_BSP_EXPORT_TIMEOUT` for spans, `OTEL_BLRP_EXPORT_TIMEOUT` for log records,
   *   `OTEL_METRIC_EXPORT_TIMEOUT` for metrics, or 30_000
   */
  readonly flushTimeoutMs?: number
  /** Bytes kept while the stream does not acknowledge; more are dropped and counted. @default 67_108_864 (64 MiB) */
  readonly maxQueuedBytes?: number
  /** Batches that wait for their acknowledgement at a time. @default 16 */
  readonly maxInFlight?: number
  /**
   * Time for an acknowledgement, in milliseconds; then the batch is published again. Within the
   * stream's duplicate window, a batch whose acknowledgement was lost is not stored twice.
   *
   * @default 2_000
   */
  readonly ackTimeoutMs?: number
  /**
   * Publishes of one batch before it is dropped and counted. Those that were on their way when the
   * connection was lost do not count.
   *
   * @default 10
   */
  readonly maxAttempts?: number
  /** Longest time that `close` waits for acknowledgements, in milliseconds. @default 5_000 */
  readonly closeTimeoutMs?: number
  /** `gzip` makes batches a fifth or less of their size, at some CPU time. @default 'none' */
  readonly compression?: 'none' | 'gzip'
  /** Where OpenTelemetry's variables are read; explicit options come before them. @default `process.env` */
  readonly env?: Environment
  /** Told of what is lost and why; what it throws is ignored. @default nobody is told */
  readonly onError?: (error: TelemetryError) => void
}

/** What became of a collector's records. */
export interface CollectorStats {
  /** Records that were to be stored: spans that ended, for instance. */
  readonly recorded: number
  /** Those that a stream has stored. */
  readonly stored: number
  /** Those that are lost: too many waited, one was too large, or no stream acknowledged. */
  readonly dropped: number
}

/** Options with their defaults, and what follows from them. */
export interface ResolvedOptions extends Required<Omit<CollectorOptions, NotResolved>> {
  readonly service: string
  /** Whether nothing is to be recorded, by `OTEL_SDK_DISABLED`. */
  readonly isDisabled: boolean
  /** The field `resource` of OTLP's `ResourceSpans`, `ResourceLogs` and `ResourceMetrics`. */
  readonly encodedResource: Uint8Array
  /** What a message may hold of one batch, in bytes. */
  readonly maxBatchBytes: number
}

/** What becomes something else, and what every collector has a default of its own for. */
type NotResolved = 'service' | 'resource' | 'flushIntervalMs' | 'flushTimeoutMs'

const DEFAULTS = {
  maxQueuedBytes: 64 * 1024 ** 2,
  maxInFlight: 16,
  ackTimeoutMs: 2_000,
  maxAttempts: 10,
  closeTimeoutMs: 5_000,
  compression: 'none',
  onError: () => {},
} as const

/**
 * Fills in the defaults of what all collectors have in common.
 *
 * @throws {@link TelemetryError} OPTION_INVALID if an option is not what it may be
 */
export function resolveOptions(
  connection: NatsConnection,
  options: CollectorOptions,
): ResolvedOptions {
  if (options.service === '') {
    throw new TelemetryError('OPTION_INVALID', 'service must be a name, got an empty text')
  }
  checkNumbers(options)
  checkChoice('compression', options.compression, ['none', 'gzip'])
  const env = options.env ?? process.env
  const { service, attributes } = detectResource({ ...options, env })
  const { resource } = encodeSource({ attributes }, { name: '' })
  // Half of what a message may hold leaves room for its headers and for the frames of a request.
  const maxBatchBytes = (connection.info?.max_payload ?? 1024 ** 2) / 2
  const isDisabled = isSdkDisabled(env)
  const found = { env, service, encodedResource: resource, maxBatchBytes, isDisabled }
  return { ...DEFAULTS, ...options, ...found }
}

/**
 * Checks that every option that is a number is above 0.
 *
 * @throws {@link TelemetryError} OPTION_INVALID
 */
export function checkNumbers(options: object): void {
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === 'number' && !(value > 0)) {
      throw new TelemetryError('OPTION_INVALID', `${name} must be above 0, got ${value}`)
    }
  }
}
