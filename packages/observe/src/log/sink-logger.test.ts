import { context, diag, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { expect, test } from 'vitest'
import '../node/index.ts'
import { Double } from '../otlp/index.ts'
import { systemRuntime } from '../recorder/index.ts'
import { InMemoryTelemetry } from '../testing/index.ts'
import { withSpan } from '../trace/with-span.ts'
import { boolField, errorField, float64Field, int64Field, stringField } from './field.ts'
import { LEVELS } from './level.ts'
import type { LogRecord } from './log-record.ts'
import { noopLogger, type Logger } from './logger.ts'
import { sinkLogger } from './sink-logger.ts'

test.each(['debug', 'info', 'warn', 'error'] as const)(
  '%s writes a record of that level',
  (level) => {
    const { logger, records } = recorder()

    logger[level]('reserved')

    expect(records).toEqual([{ level, message: 'reserved', timeUnixNano: 5n, fields: {} }])
  },
)

test('a record has the fields it was given, with their types', () => {
  const { logger, records } = recorder()

  logger.info(
    'reserved',
    stringField('item', 'teapot'),
    int64Field('bytes', 2n ** 60n),
    float64Field('ratio', 1),
    boolField('rush', true),
    errorField(new RangeError('too far')),
  )

  expect(records[0]?.fields).toEqual({
    item: 'teapot',
    bytes: 2n ** 60n,
    ratio: new Double(1),
    rush: true,
    error: 'too far',
  })
})

test('an error record keeps what was thrown, whatever it is', () => {
  const { logger, records } = recorder()
  const thrown: unknown = Object.create(null)

  logger.error('failed', thrown, stringField('item', 'teapot'))

  expect(records[0]).toMatchObject({ level: 'error', fields: { item: 'teapot' } })
  expect(records[0]?.error).toBe(thrown)
})

test('with adds fields to another logger and leaves the first as it was', () => {
  const { logger, records } = recorder()

  const orders = logger.with(stringField('service', 'orders'), stringField('item', 'none'))
  orders.with(int64Field('attempt', 2)).info('inner', stringField('item', 'teapot'))
  orders.info('middle')
  logger.info('outer')

  expect(records.map(({ fields }) => fields)).toEqual([
    { service: 'orders', item: 'teapot', attempt: 2 },
    { service: 'orders', item: 'none' },
    {},
  ])
})

test('a record carries the ids of the span that is active where it is written', async () => {
  const { tracer } = new InMemoryTelemetry()
  const { logger, records } = recorder()

  const ids = await withSpan(tracer, 'work', {}, async (span) => {
    await Promise.resolve()
    logger.info('inside')
    return span.otel.spanContext()
  })
  logger.info('outside')

  const { traceId, spanId, traceFlags } = ids
  expect(records[0]).toMatchObject({ traceId, spanId, traceFlags })
  expect(records[1]).not.toHaveProperty('traceId')
})

test('a span without ids gives a record none', () => {
  const { logger, records } = recorder()
  const invalid = trace.wrapSpanContext({ traceId: '', spanId: '', traceFlags: 0 })

  context.with(trace.setSpan(ROOT_CONTEXT, invalid), () => logger.info('inside'))

  expect(records[0]).not.toHaveProperty('traceId')
})

test.each([
  ['debug', ['debug', 'info', 'warn', 'error']],
  ['info', ['info', 'warn', 'error']],
  ['warn', ['warn', 'error']],
  ['error', ['error']],
] as const)('the least level %s lets %j through', (minLevel, expected) => {
  const levels: string[] = []
  const logger = sinkLogger(({ level }) => void levels.push(level), { minLevel }).with()

  LEVELS.forEach((level) => logger[level]('message'))

  expect(levels).toEqual(expected)
})

test('a sink that fails does not fail who logs', () => {
  diag.disable()
  const logger = sinkLogger(() => {
    throw new Error('disk full')
  })

  expect(() => logger.info('message')).not.toThrow()
})

test('the no-op logger is its own copy', () => {
  expect(noopLogger.with(stringField('service', 'orders'))).toBe(noopLogger)
})

/** A logger whose clock stands at 5 ns, and what it wrote. */
function recorder(): { readonly logger: Logger; readonly records: readonly LogRecord[] } {
  const records: LogRecord[] = []
  const runtime = { ...systemRuntime, now: () => 5n }
  return { logger: sinkLogger((record) => void records.push(record), { runtime }), records }
}
