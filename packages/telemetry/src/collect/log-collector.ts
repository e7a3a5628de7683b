import type { NatsConnection } from '@nats-io/nats-core'
import { otelLogger, type Logger } from '@hopscope/observe'
import { encodeLogRecord, type LogRecordData } from '@hopscope/observe/otlp'
import {
  appendField,
  loggerProvider,
  logLimitsFromEnv,
  type LoggerProvider,
  type LogLimits,
  type RecordedScope,
  type RecordingLogger,
} from '@hopscope/observe/recorder'
import { logsSubject } from '../subjects.ts'
import { BatchCollector, type RecordKind } from './batch-collector.ts'
import { checkLimits } from './check-limits.ts'
import { resolveOptions, type CollectorOptions, type CollectorStats } from './collector-options.ts'
import { DISABLED_PROVIDERS } from './disabled-providers.ts'
import { levelOf, type LogLevel } from './log-level.ts'
import { batchSettingsFromEnv } from './settings-from-env.ts'

/** Whose log records a {@link LogCollector} collects, and how it publishes them. */
export interface LogCollectorOptions extends CollectorOptions {
  /** How much a record may hold. @default OpenTelemetry's variables, or 128 attributes */
  readonly limits?: Partial<LogLimits>
  /**
   * Records that are published at once, without waiting for the interval.
   *
   * @default `OTEL_BLRP_MAX_EXPORT_BATCH_SIZE`, or 512
   */
  readonly maxBatchRecords?: number
  /**
   * Records kept while the stream does not acknowledge; more are dropped and counted.
   *
   * @default `OTEL_BLRP_MAX_QUEUE_SIZE`, or 8192
   */
  readonly maxQueuedRecords?: number
}

/**
 * Records what a service logs and stores it in TELEMETRY through a connection the service has.
 *
 * It is a logger provider as `@opentelemetry/api-logs` has it, without OpenTelemetry's SDK. A flush is
 * one message for each level, on `telemetry.logs.{service}.{level}`, and is published again until a
 * stream has acknowledged it. Losing telemetry never throws: it is counted and told to `onError`.
 *
 * @example
 * await using collector = new LogCollector(connection, { service: 'checkout' })
 * collector.logger.info('order taken', stringField('order.id', id))
 */
export class LogCollector implements LoggerProvider, AsyncDisposable {
  /** The facade's logger for the service's own records. */
  readonly logger: Logger
  readonly #records: BatchCollector<LogRecordData>
  readonly #provider: LoggerProvider

  /**
   * @throws {@link TelemetryError} OPTION_INVALID if an option is not what it may be
   * @throws what nats.js throws if `connection` is closed or draining already
   */
  constructor(connection: NatsConnection, options: LogCollectorOptions = {}) {
    checkLimits(options.limits)
    const resolved = resolveOptions(connection, options)
    const { env, service, isDisabled } = resolved
    const settings = batchSettingsFromEnv(env, 'OTEL_BLRP')
    this.#records = new BatchCollector(connection, LOG_RECORDS, resolved, {
      flushIntervalMs: options.flushIntervalMs ?? settings.flushIntervalMs,
      flushTimeoutMs: options.flushTimeoutMs ?? settings.flushTimeoutMs,
      maxBatchRecords: options.maxBatchRecords ?? settings.maxBatchRecords,
      maxQueuedRecords: options.maxQueuedRecords ?? settings.maxQueuedRecords,
    })
    const subjectOf = rememberSubjects(service)
    const onEmit = (record: LogRecordData, scope: RecordedScope): void => {
      this.#records.add(subjectOf(levelOf(record)), scope, record)
    }
    const limits = { ...logLimitsFromEnv(env), ...options.limits }
    this.#provider = isDisabled
      ? DISABLED_PROVIDERS.loggerProvider
      : loggerProvider(onEmit, { limits })
    this.logger = otelLogger(this.getLogger(service))
  }

  /** What became of the records so far; what is in neither of `stored` and `dropped` is on its way. */
  get stats(): CollectorStats {
    return this.#records.stats
  }

  /** A logger as `@opentelemetry/api-logs` has it; the same one for the same name, version and schema URL. */
  getLogger(
    name: string,
    version?: string,
    options?: { readonly schemaUrl?: string },
  ): RecordingLogger {
    return this.#provider.getLogger(name, version, options)
  }

  /**
   * Publishes what was logged; resolves when all of it is stored, or dropped and told of, and at the
   * latest after `flushTimeoutMs`.
   */
  flush(): Promise<void> {
    return this.#records.flush()
  }

  /**
   * Flushes and takes no more records; what is not acknowledged within `closeTimeoutMs` is dropped.
   * The connection stays open.
   */
  close(): Promise<void> {
    return this.#records.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

const LOG_RECORDS: RecordKind<LogRecordData> = {
  noun: 'log records',
  dropped: 'LOGS_DROPPED',
  describe: () => 'a log record',
  write: (buffer, record) => appendField(buffer, 0x12, encodeLogRecord(record)),
}

// There are six of them, and a record for each would make its own.
function rememberSubjects(service: string): (level: LogLevel) => string {
  const subjects = new Map<LogLevel, string>()
  return (level) => {
    let subject = subjects.get(level)
    if (subject === undefined) {
      subject = logsSubject(service, level)
      subjects.set(level, subject)
    }
    return subject
  }
}
