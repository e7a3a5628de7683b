import { expect, test } from 'vitest'
import { Double } from '../otlp/index.ts'
import { formatLogJson } from './format-log-json.ts'
import type { LogRecord } from './log-record.ts'

test('a record is one line of JSON', () => {
  const line = formatLogJson(
    record({
      fields: { item: 'tea\npot', ratio: new Double(1), bytes: 2n ** 60n },
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      traceFlags: 1,
    }),
  )

  expect(line).toBe(
    String.raw`{"timestamp":"2026-03-01T12:00:00.000000001Z","level":"info","message":"reserved",` +
      `"trace_id":"${'a'.repeat(32)}","span_id":"${'b'.repeat(16)}","trace_flags":"01",` +
      String.raw`"fields":{"item":"tea\npot","ratio":1,"bytes":"1152921504606846976"}}`,
  )
})

test('what a record does not have is left out', () => {
  const line = formatLogJson(record({}))

  expect(Object.keys(JSON.parse(line))).toEqual(['timestamp', 'level', 'message'])
})

test('an error has its message and its stack', () => {
  const error = new RangeError('too far')

  const line = formatLogJson(record({ level: 'error', error }))

  expect(JSON.parse(line)).toMatchObject({ error: 'too far', stack: error.stack })
})

test('what was thrown and is no error has its text', () => {
  expect(JSON.parse(formatLogJson(record({ error: 7 })))).toMatchObject({ error: '7' })
})

function record(parts: Partial<LogRecord>): LogRecord {
  const timeUnixNano = BigInt(Date.UTC(2026, 2, 1, 12)) * 1_000_000n + 1n
  return { level: 'info', message: 'reserved', timeUnixNano, fields: {}, ...parts }
}
