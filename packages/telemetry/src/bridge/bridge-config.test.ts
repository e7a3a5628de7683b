import { expect, test } from 'vitest'
import { checkBridgeConfig } from './check-bridge-config.ts'
import { resolveConfig, type BridgeConfig } from './bridge-config.ts'

test('without settings there are the defaults', () => {
  expect(resolveConfig({})).toMatchObject({
    stream: 'TELEMETRY',
    durable: 'otlp-bridge',
    batchSize: 100,
    flushIntervalMs: 5_000,
    maxAttempts: 4,
    maxDeliveries: 10,
    fallbackService: 'hopscope',
    deadLetterStream: 'TELEMETRY_DLQ',
  })
})

test.each<[BridgeConfig, string]>([
  [{ batchSize: 0 }, 'batchSize must be a whole number from 1, got 0'],
  [{ maxAttempts: 1.5 }, 'maxAttempts must be a whole number from 1, got 1.5'],
  [{ flushIntervalMs: 0 }, 'flushIntervalMs must be above 0 and at most 2147483647, got 0'],
  [{ ackWaitMs: Number.NaN }, 'ackWaitMs must be above 0 and at most 2147483647, got NaN'],
  [
    { statsIntervalMs: 2 ** 31 },
    'statsIntervalMs must be above 0 and at most 2147483647, got 2147483648',
  ],
  [{ ackWaitMs: 3 * 2 ** 31 }, 'ackWaitMs must be above 0 and at most 2147483647, got 6442450944'],
  [
    { outageBackoffMs: { first: 0, longest: 1 } },
    'outageBackoffMs.first must be above 0 and at most 2147483647, got 0',
  ],
  [
    { outageBackoffMs: { first: 1000, longest: 10 } },
    'outageBackoffMs.first must be at most outageBackoffMs.longest, got 1000 and 10',
  ],
  [
    JSON.parse('{"signals":["profiles"]}') as BridgeConfig,
    'signals must be of traces, logs, metrics, got "profiles"',
  ],
  [{ fallbackService: '' }, 'fallbackService must not be empty'],
  [{ durable: 'a.b' }, 'durable must have no space, dot, slash, * or >, got "a.b"'],
  [{ stream: '' }, 'stream must have no space, dot, slash, * or >, got ""'],
  [{ signals: [] }, 'signals must name one of them at least, got none'],
])('%j is refused, with what to do', (config, message) => {
  expect(() => resolveConfig(config)).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID', message, hint: expect.any(String) }),
  )
})

test.each<[BridgeConfig, string]>([
  [{ backend: { endpoint: 'foo' } }, 'foo is no http or https URL'],
  [{ backend: { logs: { endpoint: 'ftp://u:p@h?t' } } }, 'ftp://h is no http or https URL'],
  [{ batchSize: 0 }, 'batchSize must be a whole number from 1, got 0'],
])('%j is refused before there is a connection', (config, message) => {
  expect(() => checkBridgeConfig(config)).toThrow(
    expect.objectContaining({ code: 'OPTION_INVALID', message }),
  )
})
