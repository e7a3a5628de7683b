import { expect, test } from 'vitest'
import { float64Field, int64Field, stringField } from './field.ts'
import { otelLogger, type OtelLogRecord } from './otel-logger.ts'

test.each([
  ['debug', 5],
  ['info', 9],
  ['warn', 13],
  ['error', 17],
] as const)('%s has the severity number %i', (level, severityNumber) => {
  const records: OtelLogRecord[] = []

  otelLogger({ emit: (record) => records.push(record) })[level]('reserved')

  expect(records).toMatchObject([{ severityNumber, severityText: level, body: 'reserved' }])
})

test('fields are attributes that every logger of OpenTelemetry takes', () => {
  const records: OtelLogRecord[] = []
  const logger = otelLogger({ emit: (record) => records.push(record) })

  logger
    .with(stringField('service', 'orders'))
    .info('reserved', float64Field('ratio', 1), int64Field('bytes', 2n ** 60n))

  expect(records[0]?.attributes).toEqual({
    service: 'orders',
    ratio: 1,
    bytes: '1152921504606846976',
  })
})

test('an error is in the attributes of an exception', () => {
  const records: OtelLogRecord[] = []
  const error = new RangeError('too far')

  otelLogger({ emit: (record) => records.push(record) }).error('failed', error)

  expect(records[0]?.attributes).toEqual({
    'exception.type': 'RangeError',
    'exception.message': 'too far',
    'exception.stacktrace': error.stack,
  })
})

test('the time has its nanoseconds', () => {
  const records: OtelLogRecord[] = []

  otelLogger({ emit: (record) => records.push(record) }).info('reserved')

  expect(records[0]?.timestamp).toEqual([expect.any(Number), expect.any(Number)])
})
