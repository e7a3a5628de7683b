import { expect, test } from 'vitest'
import { batchSettingsFromEnv, metricSettingsFromEnv } from './settings-from-env.ts'

test.each(['OTEL_BSP', 'OTEL_BLRP'] as const)('%s sets how batches are made', (prefix) => {
  const env = {
    [`${prefix}_SCHEDULE_DELAY`]: '0',
    [`${prefix}_EXPORT_TIMEOUT`]: '2',
    [`${prefix}_MAX_EXPORT_BATCH_SIZE`]: '3',
    [`${prefix}_MAX_QUEUE_SIZE`]: '4',
  }

  expect(batchSettingsFromEnv(env, prefix)).toEqual({
    flushIntervalMs: 0,
    flushTimeoutMs: 2,
    maxBatchRecords: 3,
    maxQueuedRecords: 4,
  })
})

test('spans have their variables, and log records have others', () => {
  const env = { OTEL_BLRP_MAX_QUEUE_SIZE: '4' }

  expect(batchSettingsFromEnv(env, 'OTEL_BSP').maxQueuedRecords).toBe(8192)
})

test('what is not set, or not what it may be, has its default', () => {
  const env = {
    OTEL_BSP_SCHEDULE_DELAY: '-1',
    OTEL_BSP_EXPORT_TIMEOUT: 'soon',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '0',
    OTEL_BSP_MAX_QUEUE_SIZE: '',
  }

  expect(batchSettingsFromEnv(env, 'OTEL_BSP')).toEqual({
    flushIntervalMs: 500,
    flushTimeoutMs: 30_000,
    maxBatchRecords: 512,
    maxQueuedRecords: 8192,
  })
})

test('metrics have variables of their own, and a timeout of 0 is none', () => {
  const env = { OTEL_METRIC_EXPORT_INTERVAL: '1', OTEL_METRIC_EXPORT_TIMEOUT: '0' }

  expect(metricSettingsFromEnv(env)).toEqual({
    collectIntervalMs: 1,
    flushTimeoutMs: Number.POSITIVE_INFINITY,
  })
  expect(metricSettingsFromEnv({ OTEL_METRIC_EXPORT_INTERVAL: '0' })).toEqual({
    collectIntervalMs: 60_000,
    flushTimeoutMs: 30_000,
  })
})
