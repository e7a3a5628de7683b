import { createContextKey, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import type { LogRecordData } from '../../otlp/logs/model.ts'
import { loggerProvider, type LogRecorderOptions } from './logger-provider.ts'
import { logLimitsFromEnv } from './log-limits.ts'

test('a record has all that it was given', () => {
  const { logger, emitted } = recorder()

  logger.emit({
    timestamp: [1, 5],
    observedTimestamp: [2, 0],
    severityNumber: 17,
    severityText: 'ERROR',
    body: { text: 'no', at: new Date(0), list: [1, null, undefined] },
    attributes: { a: 'text', b: 2n ** 60n, c: undefined },
    eventName: 'order.failed',
    context: ROOT_CONTEXT,
  })

  expect(emitted).toEqual([
    {
      timeUnixNano: 1_000_000_005n,
      observedTimeUnixNano: 2_000_000_000n,
      severityNumber: 17,
      severityText: 'ERROR',
      body: { text: 'no', at: '1970-01-01T00:00:00.000Z', list: [1, null, null] },
      attributes: { a: 'text', b: 2n ** 60n },
      eventName: 'order.failed',
    },
  ])
})

test('a record without times has that of the clock', () => {
  const { logger, emitted } = recorder()

  logger.emit({ body: 'hello', context: ROOT_CONTEXT })

  expect(emitted).toMatchObject([{ timeUnixNano: 1_000n, observedTimeUnixNano: 1_000n }])
})

test('a record is part of the span in its context', () => {
  const { logger, emitted } = recorder()
  const span = { traceId: 'A'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }

  logger.emit({ body: 'hello', context: trace.setSpanContext(ROOT_CONTEXT, span) })

  expect(emitted).toMatchObject([{ traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), flags: 1 }])
})

test('what was thrown becomes attributes, which those that are given replace', () => {
  const { logger, emitted } = recorder()

  const exception = new TypeError('no')
  logger.emit({ exception, attributes: { 'exception.type': 'Mine' }, context: ROOT_CONTEXT })

  expect(emitted[0]?.attributes).toMatchObject({
    'exception.type': 'Mine',
    'exception.message': 'no',
    'exception.stacktrace': expect.stringContaining('TypeError: no'),
  })
})

test('attributes over the limit are dropped and counted, and long texts are cut', () => {
  const { logger, emitted } = recorder({ limits: { maxAttributes: 2, maxValueLength: 3 } })

  logger.emit({ attributes: { a: 'abcd', b: { c: 'abcd' }, d: 1, e: 2 }, context: ROOT_CONTEXT })

  expect(emitted[0]).toMatchObject({
    attributes: { a: 'abc', b: { c: 'abc' } },
    droppedAttributesCount: 2,
  })
})

test('what cannot be read is left empty, and does not throw', () => {
  const { logger, emitted } = recorder()
  const broken = {
    get value(): never {
      throw new Error('broken')
    },
  }
  const endless: Record<string, unknown> = {}
  endless['self'] = endless

  logger.emit({
    body: broken,
    attributes: { endless, f: () => 1 },
    severityNumber: 99,
    context: ROOT_CONTEXT,
  })

  expect(emitted[0]).toMatchObject({ body: null, severityNumber: 0 })
  expect(emitted[0]?.attributes['f']).toBe('() => 1')
})

test('nothing is recorded in a context that suppresses tracing', () => {
  const { logger, emitted } = recorder()
  const key = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING')
  const context = ROOT_CONTEXT.setValue(key, true)

  logger.emit({ body: 'hello', context })

  expect(emitted).toEqual([])
  expect([logger.enabled({ context }), logger.enabled()]).toEqual([false, true])
})

test('a logger is the same one for the same name and version', () => {
  const provider = loggerProvider(() => {})

  expect(provider.getLogger('a', '1')).toBe(provider.getLogger('a', '1'))
  expect(provider.getLogger('a', '1')).not.toBe(provider.getLogger('a'))
})

test('the limits have variables, and the general ones hold where they are not set', () => {
  const env = { OTEL_ATTRIBUTE_COUNT_LIMIT: '7', OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT: '8' }

  expect(logLimitsFromEnv(env)).toEqual({ maxAttributes: 7, maxValueLength: 8 })
  expect(logLimitsFromEnv({ OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT: '1' })).toEqual({
    maxAttributes: 1,
    maxValueLength: Number.POSITIVE_INFINITY,
  })
})

function recorder(options: Omit<LogRecorderOptions, 'runtime'> = {}) {
  const emitted: LogRecordData[] = []
  const runtime = {
    now: () => 1_000n,
    newTraceId: () => 'a'.repeat(32),
    newSpanId: () => 'b'.repeat(16),
  }
  const provider = loggerProvider((record) => emitted.push(record), { ...options, runtime })
  return { logger: provider.getLogger('test'), emitted }
}
