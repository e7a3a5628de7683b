import { countFromEnv, type Environment } from '@hopscope/observe/recorder'

/** How a collector batches. */
export interface BatchSettings {
  readonly flushIntervalMs: number
  readonly flushTimeoutMs: number
  readonly maxBatchRecords: number
  readonly maxQueuedRecords: number
}

/**
 * What OpenTelemetry's variables set for batches of spans (`OTEL_BSP`) or of log records
 * (`OTEL_BLRP`); where they are not set, or not what they may be, the collectors' own defaults.
 */
export function batchSettingsFromEnv(
  env: Environment,
  prefix: 'OTEL_BSP' | 'OTEL_BLRP',
): BatchSettings {
  return {
    flushIntervalMs: countFromEnv(env, `${prefix}_SCHEDULE_DELAY`) ?? 500,
    flushTimeoutMs: timeoutFromEnv(env, `${prefix}_EXPORT_TIMEOUT`),
    maxBatchRecords: countFromEnv(env, `${prefix}_MAX_EXPORT_BATCH_SIZE`, 1) ?? 512,
    maxQueuedRecords: countFromEnv(env, `${prefix}_MAX_QUEUE_SIZE`, 1) ?? 8192,
  }
}

/** How metrics are collected. */
export interface MetricSettings {
  readonly collectIntervalMs: number
  readonly flushTimeoutMs: number
}

/** The same of metrics, by `OTEL_METRIC_EXPORT_INTERVAL` and `OTEL_METRIC_EXPORT_TIMEOUT`. */
export function metricSettingsFromEnv(env: Environment): MetricSettings {
  return {
    collectIntervalMs: countFromEnv(env, 'OTEL_METRIC_EXPORT_INTERVAL', 1) ?? 60_000,
    flushTimeoutMs: timeoutFromEnv(env, 'OTEL_METRIC_EXPORT_TIMEOUT'),
  }
}

// A timeout of 0 is none (OpenTelemetry's configuration, common types).
function timeoutFromEnv(env: Environment, name: string): number {
  const timeoutMs = countFromEnv(env, name) ?? 30_000
  return timeoutMs === 0 ? Number.POSITIVE_INFINITY : timeoutMs
}
